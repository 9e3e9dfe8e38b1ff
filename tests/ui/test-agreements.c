/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "klaster-agreement-panel.h"
#include "klaster-agreement-timeline.h"
#include "klaster-agreement.h"
#include "klaster-agreements-page.h"
#include "klaster-attachment-group.h"
#include "klaster-backed-group.h"
#include "klaster-cell.h"
#include "klaster-child-group.h"
#include "klaster-clause-group.h"
#include "klaster-document-copy.h"
#include "klaster-field-row.h"
#include "klaster-focus.h"
#include "klaster-register-view.h"
#include "klaster-remove-tree.h"
#include "klaster-side-panel.h"
#include "klaster-template-panel.h"
#include "klaster-template.h"
#include "klaster-worker.h"
#include "klaster-wrap-box.h"
#include "klaster-year-turn-dialog.h"
#include "drop-files.h"
#include "panel-fixture.h"

#define PRACTICE 201
#define MEMORANDUM 202
#define COOPERATION 301
#define OBLIGATION 401

/* The page and the side panel beside each other, as the window has them. */
typedef struct
{
  PanelFixture base;
  KlasterAgreementsPage *page;
  KlasterSidePanel *panel;
} Fixture;

static void
set (KlasterEdit  *edit,
     KlasterTable  table,
     gint64        id,
     guint         column,
     const char   *text)
{
  klaster_edit_set (edit, table, id, column, KLASTER_TEXT (text));
}

static void
add_content (Fixture *fixture)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Agreements");
  gint64 ends[] = { SCHOOL_1, LYCEUM };

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT, PRACTICE);
  set (edit, KLASTER_TABLE_AGREEMENT, PRACTICE, KLASTER_AGREEMENT_KIND, "practice");
  set (edit, KLASTER_TABLE_AGREEMENT, PRACTICE, KLASTER_AGREEMENT_NUMBER, "14");
  set (edit, KLASTER_TABLE_AGREEMENT, PRACTICE, KLASTER_AGREEMENT_SIGNED_ON, "2020-08-20");
  set (edit, KLASTER_TABLE_AGREEMENT, PRACTICE, KLASTER_AGREEMENT_VALID_FROM, "2020-09-01");
  set (edit, KLASTER_TABLE_AGREEMENT, PRACTICE, KLASTER_AGREEMENT_VALID_TO, "2021-08-31");
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT, MEMORANDUM);
  set (edit, KLASTER_TABLE_AGREEMENT, MEMORANDUM, KLASTER_AGREEMENT_KIND, "memorandum");
  set (edit, KLASTER_TABLE_AGREEMENT, MEMORANDUM, KLASTER_AGREEMENT_NUMBER, "2");
  for (guint i = 0; i < 2; i++)
    {
      klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT_PARTY, 210 + i);
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, 210 + i, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID,
                        KLASTER_INTEGER (PRACTICE));
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, 210 + i, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID,
                        KLASTER_INTEGER (ends[i]));
    }
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_COOPERATION, COOPERATION);
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, COOPERATION, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (SCHOOL_1));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, COOPERATION, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (LYCEUM));
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_OBLIGATION, OBLIGATION);
  klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID, KLASTER_INTEGER (PRACTICE));
  set (edit, KLASTER_TABLE_OBLIGATION, OBLIGATION, KLASTER_OBLIGATION_TEXT, "Report");
  set (edit, KLASTER_TABLE_OBLIGATION, OBLIGATION, KLASTER_OBLIGATION_STATE, "open");
  panel_fixture_commit (&fixture->base, edit);
}

static guint
get_n_rows (Fixture *fixture)
{
  KlasterQueryModel *model = klaster_agreements_page_get_model (fixture->page);

  return g_list_model_get_n_items (G_LIST_MODEL (klaster_query_model_get_list (model)));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  panel_fixture_set_up (&fixture->base, data);
  add_content (fixture);
  fixture->page = klaster_agreements_page_new ();
  fixture->panel = klaster_side_panel_new ();
  g_object_set (fixture->page, "project", fixture->base.project, "selection", fixture->base.selection, NULL);
  g_object_set (fixture->panel, "project", fixture->base.project, "selection", fixture->base.selection, NULL);
  gtk_widget_set_hexpand (GTK_WIDGET (fixture->page), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (fixture->panel), 340, -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->page));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->panel));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), box);
  gtk_window_set_child (GTK_WINDOW (fixture->base.window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->base.window));
  klaster_await (get_n_rows (fixture) == 2, 10);
  panel_fixture_settle (&fixture->base);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  g_object_add_weak_pointer (G_OBJECT (fixture->panel), (gpointer *) &fixture->panel);
  panel_fixture_tear_down (&fixture->base, data);
  g_assert_null (fixture->page);
  g_assert_null (fixture->panel);
}

static KlasterRow *
look_up (Fixture      *fixture,
         KlasterTable  table,
         gint64        id)
{
  return klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->base.project), table, id);
}

static guint
count (Fixture      *fixture,
       KlasterTable  table)
{
  return klaster_snapshot_get_n_rows (klaster_project_get_snapshot (fixture->base.project), table);
}

static GtkWidget *
find_type (GtkWidget *widget,
           GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found)
        return found;
    }

  return NULL;
}

static KlasterAgreementPanel *
select_agreement (Fixture *fixture,
                  gint64   id)
{
  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_AGREEMENT, id);
  panel_fixture_settle (&fixture->base);

  return KLASTER_AGREEMENT_PANEL (find_type (GTK_WIDGET (fixture->panel), KLASTER_TYPE_AGREEMENT_PANEL));
}

static void
undo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sync_undo (fixture->base.project, &error));
  g_assert_no_error (error);
}

/* What is shown in the table and what the panel shows are one selection. */
static void
test_selection (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *view = klaster_agreements_page_get_view (fixture->page);
  KlasterRowList *rows = klaster_grid_get_rows (klaster_register_view_get_grid (KLASTER_REGISTER_VIEW (view)));
  GtkSelectionModel *model = GTK_SELECTION_MODEL (klaster_row_list_get_model (rows));

  /* By number: the memorandum, No. 2, first. */
  gtk_selection_model_select_item (model, 0, TRUE);
  g_assert_cmpint (klaster_selection_get_table (fixture->base.selection), ==, KLASTER_TABLE_AGREEMENT);
  g_assert_cmpint (klaster_selection_get_focus (fixture->base.selection), ==, MEMORANDUM);
  panel_fixture_settle (&fixture->base);
  g_assert_nonnull (find_type (GTK_WIDGET (fixture->panel), KLASTER_TYPE_AGREEMENT_PANEL));
  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_AGREEMENT, PRACTICE);
  g_assert_true (gtk_selection_model_is_selected (model, 1));
}

static gboolean
find_heading (Fixture    *fixture,
              const char *title)
{
  GtkWidget *view = klaster_agreements_page_get_view (fixture->page);
  KlasterRowList *rows = klaster_grid_get_rows (klaster_register_view_get_grid (KLASTER_REGISTER_VIEW (view)));

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (rows)); child; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child) && g_str_equal (gtk_label_get_label (GTK_LABEL (child)), title))
      return TRUE;

  return FALSE;
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *entry = find_type (GTK_WIDGET (fixture->page), GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), "lyceum");
  klaster_await (get_n_rows (fixture) == 1, 10);
  gtk_editable_set_text (GTK_EDITABLE (entry), "nothing has this");
  klaster_await (get_n_rows (fixture) == 0, 10);
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  klaster_await (get_n_rows (fixture) == 2, 10);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "agreements.group", "s", "kind");
  klaster_await (klaster_query_model_get_result (klaster_agreements_page_get_model (fixture->page))->groups->len == 2, 10);
  panel_fixture_settle (&fixture->base);
  klaster_await (find_heading (fixture, "Memorandum · 1") && find_heading (fixture, "Practice base agreement · 1"), 10);
}

static KlasterGrid *
get_grid (Fixture *fixture)
{
  return klaster_register_view_get_grid (KLASTER_REGISTER_VIEW (klaster_agreements_page_get_view (fixture->page)));
}

static GtkAdjustment *
get_hadjustment (Fixture *fixture)
{
  GtkAdjustment *adjustment;

  g_object_get (get_grid (fixture), "hadjustment", &adjustment, NULL);
  g_object_unref (adjustment);

  return adjustment;
}

static const char *
get_cell_text (Fixture *fixture,
               guint    position,
               guint    column)
{
  return klaster_cell_get_text (KLASTER_CELL (klaster_grid_get_cell (get_grid (fixture), position, column)));
}

/* What a new register shows follows the room: nothing is cut, and the period says its end where there is little. */
static void
test_columns (Fixture       *fixture,
              gconstpointer  data)
{
  KlasterColumnChooser *chooser =
    klaster_register_view_get_chooser (KLASTER_REGISTER_VIEW (klaster_agreements_page_get_view (fixture->page)));
  KlasterGrid *grid = get_grid (fixture);
  g_autoptr (GArray) columns = klaster_grid_list_columns (grid);
  guint n = columns->len;
  GtkWidget *cell;

  /* Not all of them fit: the kind gives way. */
  g_assert_cmpuint (n, ==, 6);
  g_assert_false (gtk_widget_get_child_visible (klaster_grid_get_cell (grid, 1, KLASTER_REGISTER_KIND)));
  g_assert_true (gtk_widget_get_child_visible (klaster_grid_get_cell (grid, 1, KLASTER_REGISTER_STATUS)));
  g_assert_cmpfloat (gtk_adjustment_get_upper (get_hadjustment (fixture)), <=,
                     gtk_adjustment_get_page_size (get_hadjustment (fixture)) + 1);
  cell = klaster_grid_get_cell (grid, 1, KLASTER_REGISTER_PERIOD);
  g_assert_cmpstr (klaster_cell_get_text (KLASTER_CELL (cell)), ==, "1 Sep 2020 – 31 Aug 2021");
  klaster_grid_set_width (grid, KLASTER_REGISTER_PERIOD, 140);
  panel_fixture_settle (&fixture->base);
  cell = klaster_grid_get_cell (grid, 1, KLASTER_REGISTER_PERIOD);
  g_assert_cmpint (gtk_widget_get_width (cell), <=, 140);
  for (GtkWidget *child = gtk_widget_get_first_child (cell); child; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_child_visible (child))
      {
        g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (child)), ==, "until 31 Aug 2021");
        g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (child))));
      }
  klaster_grid_set_width (grid, KLASTER_REGISTER_PERIOD, 300);
  panel_fixture_settle (&fixture->base);
  cell = klaster_grid_get_cell (grid, 1, KLASTER_REGISTER_PERIOD);
  g_assert_true (gtk_widget_get_child_visible (gtk_widget_get_first_child (cell)));

  klaster_column_chooser_show (chooser, KLASTER_REGISTER_LEGAL_BASIS, TRUE);
  g_assert_cmpint (klaster_grid_find_column (grid, KLASTER_REGISTER_LEGAL_BASIS), ==, (gint) n);
  panel_fixture_settle (&fixture->base);
  for (guint i = 0; i < KLASTER_REGISTER_N_COLUMNS; i++)
    klaster_column_chooser_show (chooser, i, FALSE);
  /* The last one stays. */
  g_assert_cmpint (klaster_grid_find_column (grid, KLASTER_REGISTER_LEGAL_BASIS), ==, 0);
  for (guint i = 0; i < KLASTER_REGISTER_N_COLUMNS; i++)
    klaster_column_chooser_show (chooser, i, TRUE);
  panel_fixture_settle (&fixture->base);
  for (guint i = 0; i < KLASTER_REGISTER_N_COLUMNS; i++)
    g_assert_cmpint (klaster_grid_find_column (grid, i), ==, (gint) i);
  /* Where going would not do, all of them are there and one scrolls. */
  g_assert_true (gtk_widget_get_child_visible (klaster_grid_get_cell (grid, 1, KLASTER_REGISTER_KIND)));
  g_assert_cmpfloat (gtk_adjustment_get_upper (get_hadjustment (fixture)), >,
                     gtk_adjustment_get_page_size (get_hadjustment (fixture)) + 100);
}

/* Headers sort, upwards, downwards, and back. */
static void
test_sort (Fixture       *fixture,
           gconstpointer  data)
{
  KlasterQueryModel *model = klaster_agreements_page_get_model (fixture->page);
  GtkWidget *header = klaster_grid_get_header (get_grid (fixture), KLASTER_REGISTER_KIND);
  gboolean descending;

  g_assert_cmpstr (get_cell_text (fixture, 0, KLASTER_REGISTER_NUMBER), ==, "2");
  g_signal_emit_by_name (header, "clicked");
  g_assert_cmpint (klaster_query_get_sort (klaster_query_model_get_query (model), &descending), ==, KLASTER_REGISTER_KIND);
  g_assert_false (descending);
  g_signal_emit_by_name (header, "clicked");
  g_assert_cmpint (klaster_query_get_sort (klaster_query_model_get_query (model), &descending), ==, KLASTER_REGISTER_KIND);
  g_assert_true (descending);
  g_signal_emit_by_name (header, "clicked");
  g_assert_cmpint (klaster_query_get_sort (klaster_query_model_get_query (model), &descending), ==, KLASTER_REGISTER_NUMBER);
  gtk_test_accessible_assert_property (klaster_grid_get_header (get_grid (fixture), KLASTER_REGISTER_NUMBER),
                                       GTK_ACCESSIBLE_PROPERTY_SORT, GTK_ACCESSIBLE_SORT_ASCENDING);
  klaster_await (!klaster_query_model_is_busy (model), 10);
}

static void
text_read_cb (GObject      *clipboard,
              GAsyncResult *result,
              gpointer      data)
{
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);

  *(char **) data = text ? text : g_strdup ("");
}

/* The menu of the rows: copying, renewing, and the way to the parties. */
static void
test_row_menu (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *page = GTK_WIDGET (fixture->page);
  gint64 both[] = { PRACTICE, MEMORANDUM };
  g_autofree char *text = NULL;
  guint n_ids;

  g_assert_nonnull (klaster_row_list_get_menu (klaster_grid_get_rows (get_grid (fixture))));
  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_AGREEMENT, both, 2, PRACTICE);
  gtk_widget_activate_action (page, "agreements.copy-with-names", NULL);
  /* It is made in the background; each look at the clipboard is an answer of its own. */
  while (text == NULL || strstr (text, "\n14\t") == NULL)
    {
      g_clear_pointer (&text, g_free);
      gdk_clipboard_read_text_async (gtk_widget_get_clipboard (page), NULL, text_read_cb, &text);
      klaster_await (text != NULL, 10);
    }
  g_assert_true (g_str_has_prefix (text, "No.\t"));
  g_assert_nonnull (strstr (text, "\n2\t"));
  g_assert_nonnull (strstr (text, "\t1 Sep 2020 "));
  g_assert_nonnull (strstr (text, " 31 Aug 2021\t"));

  gtk_widget_activate_action (page, "agreements.show-parties", "s", "map");
  g_assert_cmpint (klaster_selection_get_table (fixture->base.selection), ==, KLASTER_TABLE_INSTITUTION);
  klaster_selection_get_ids (fixture->base.selection, &n_ids);
  g_assert_cmpuint (n_ids, ==, 2);
  /* Nothing to renew among members. */
  gtk_widget_activate_action (page, "agreements.renew", NULL);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT), ==, 2);

  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_AGREEMENT, PRACTICE);
  gtk_widget_activate_action (page, "agreements.renew", NULL);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT), ==, 3);
  g_assert_cmpint (klaster_row_get_integer (look_up (fixture, KLASTER_TABLE_AGREEMENT,
                                                     klaster_selection_get_focus (fixture->base.selection)),
                                            KLASTER_AGREEMENT_RENEWS_ID), ==, PRACTICE);
  undo (fixture);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT), ==, 2);
}

/* Selected members conclude what is added; the template brings its obligations. */
static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  gint64 members[] = { SCHOOL_1, SCHOOL_2 };
  gint64 id;
  KlasterSnapshot *snapshot;

  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_INSTITUTION, members, 2, SCHOOL_1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "agreements.add", "s", "cooperation");
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT), ==, 3);
  g_assert_cmpint (klaster_selection_get_table (fixture->base.selection), ==, KLASTER_TABLE_AGREEMENT);
  id = klaster_selection_get_focus (fixture->base.selection);
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  g_assert_cmpuint (klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_AGREEMENT_PARTY,
                                                      KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, id), ==, 2);
  g_assert_cmpuint (klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_AGREEMENT_CLAUSE,
                                                      KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, id), ==, 6);
  klaster_await (get_n_rows (fixture) == 3, 10);
  undo (fixture);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT), ==, 2);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT_CLAUSE), ==, 0);
  klaster_await (get_n_rows (fixture) == 2, 10);
}

/* The column of the field that has the focus */
static const char *
get_field_name (Fixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->base.window));
  GtkWidget *field = focus != NULL ? gtk_widget_get_ancestor (focus, KLASTER_TYPE_FIELD_ROW) : NULL;

  return field != NULL ? klaster_field_row_get_info (KLASTER_FIELD_ROW (field))->name : NULL;
}

static void
test_parties (Fixture       *fixture,
              gconstpointer  data)
{
  KlasterAgreementPanel *panel = select_agreement (fixture, PRACTICE);
  KlasterChildGroup *group = KLASTER_CHILD_GROUP (klaster_agreement_panel_get_group (panel, "parties"));

  g_assert_cmpuint (klaster_child_group_get_n_children (group), ==, 2);
  klaster_agreement_panel_add_party (panel, SCHOOL_2);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT_PARTY), ==, 3);
  g_assert_cmpuint (klaster_child_group_get_n_children (group), ==, 3);
  /* Who it is is known: its role comes next. */
  klaster_await (get_field_name (fixture) != NULL && g_str_equal (get_field_name (fixture), "role"), 10);
  /* Nobody is a party twice. */
  klaster_agreement_panel_add_party (panel, SCHOOL_2);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT_PARTY), ==, 3);
  undo (fixture);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT_PARTY), ==, 2);
  klaster_await (klaster_child_group_get_n_children (group) == 2, 10);
  g_assert_true (klaster_has_focus_within (GTK_WIDGET (group)));
}

/* All six are there; the file gets a row with the first thing that is said. */
static void
test_clauses (Fixture       *fixture,
              gconstpointer  data)
{
  KlasterAgreementPanel *panel = select_agreement (fixture, PRACTICE);
  KlasterClauseGroup *group = KLASTER_CLAUSE_GROUP (klaster_agreement_panel_get_group (panel, "clauses"));
  const char *const *clauses = klaster_schema_get_tokens ("clauses");
  KlasterSnapshot *snapshot;
  GtkWidget *choice;

  for (guint i = 0; i < 6; i++)
    {
      choice = klaster_clause_group_get_state_button (group, clauses[i]);
      g_assert_nonnull (choice);
      g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)), ==,
                        klaster_tokens_find (klaster_schema_get_tokens ("clause_states"), "unknown"));
    }
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT_CLAUSE), ==, 0);

  choice = klaster_clause_group_get_state_button (group, "mutual_benefit");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 0);
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  g_assert_cmpstr (klaster_row_get_text (klaster_agreement_find_clause (snapshot, PRACTICE, "mutual_benefit"),
                                         KLASTER_AGREEMENT_CLAUSE_STATE), ==, "met");
  panel_fixture_settle (&fixture->base);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 2);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT_CLAUSE), ==, 1);
  undo (fixture);
  undo (fixture);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT_CLAUSE), ==, 0);
  panel_fixture_settle (&fixture->base);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)), ==, 3);
}

static void
test_obligations (Fixture       *fixture,
                  gconstpointer  data)
{
  KlasterAgreementPanel *panel = select_agreement (fixture, PRACTICE);
  GtkWidget *group = klaster_agreement_panel_get_group (panel, "obligations");
  GtkWidget *row = find_type (group, ADW_TYPE_EXPANDER_ROW);
  GtkWidget *check = find_type (row, GTK_TYPE_CHECK_BUTTON);
  GtkWidget *menu, *popover;
  KlasterReferrerIter iter;
  KlasterRow *obligation = NULL;
  gboolean found = FALSE;

  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_assert_cmpstr (klaster_row_get_text (look_up (fixture, KLASTER_TABLE_OBLIGATION, OBLIGATION), KLASTER_OBLIGATION_STATE), ==,
                   "done");
  undo (fixture);
  g_assert_cmpstr (klaster_row_get_text (look_up (fixture, KLASTER_TABLE_OBLIGATION, OBLIGATION), KLASTER_OBLIGATION_STATE), ==,
                   "open");
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));

  /* Keys work in the list of what to add, which is made when it opens. */
  menu = find_type (group, GTK_TYPE_MENU_BUTTON);
  gtk_menu_button_popup (GTK_MENU_BUTTON (menu));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (menu)));
  klaster_await (gtk_widget_get_mapped (popover), 10);
  g_assert_true (klaster_has_focus_within (popover));
  g_assert_true (GTK_IS_BUTTON (gtk_window_get_focus (GTK_WINDOW (fixture->base.window))));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (menu));
  klaster_await (!gtk_widget_get_mapped (popover), 10);
  panel_fixture_settle (&fixture->base);

  klaster_agreement_panel_add_obligation (panel, "material_base");
  klaster_agreement_panel_add_obligation (panel, NULL);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_OBLIGATION), ==, 3);
  klaster_referrer_iter_init (&iter, klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_OBLIGATION,
                              KLASTER_OBLIGATION_AGREEMENT_ID, PRACTICE);
  while (klaster_referrer_iter_next (&iter, &obligation))
    if (g_strcmp0 (klaster_row_get_text (obligation, KLASTER_OBLIGATION_TEMPLATE), "material_base") == 0)
      found = klaster_row_get_text (obligation, KLASTER_OBLIGATION_TEXT) != NULL;
  g_assert_true (found);
}

static void
test_renew (Fixture       *fixture,
            gconstpointer  data)
{
  KlasterAgreementPanel *panel = select_agreement (fixture, PRACTICE);
  gint64 id;
  KlasterRow *row;

  gtk_widget_activate_action (GTK_WIDGET (panel), "record.renew", NULL);
  /* The panel shows the new one, and the way back leads to the old one. */
  id = klaster_selection_get_focus (fixture->base.selection);
  g_assert_cmpint (id, !=, PRACTICE);
  row = look_up (fixture, KLASTER_TABLE_AGREEMENT, id);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_AGREEMENT_RENEWS_ID), ==, PRACTICE);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_TO), ==, "2022-08-31");
  g_assert_true (klaster_side_panel_go_back (fixture->panel));
  g_assert_cmpint (klaster_selection_get_focus (fixture->base.selection), ==, PRACTICE);
  undo (fixture);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT), ==, 2);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_OBLIGATION), ==, 1);
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *action)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, action);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_terminate (Fixture       *fixture,
                gconstpointer  data)
{
  KlasterAgreementPanel *panel = select_agreement (fixture, MEMORANDUM);
  g_autofree char *today = klaster_date_today ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Sign");
  GtkWidget *button;

  /* Nobody is bound by a draft. */
  button = find_button (klaster_agreement_panel_get_group (panel, "status"), "record.terminate");
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_false (gtk_widget_get_sensitive (button));
  button = find_button (klaster_agreement_panel_get_group (panel, "status"), "record.renew");
  g_assert_false (gtk_widget_get_visible (button));
  g_assert_false (gtk_widget_get_sensitive (button));

  set (edit, KLASTER_TABLE_AGREEMENT, MEMORANDUM, KLASTER_AGREEMENT_SIGNED_ON, "2020-08-20");
  panel_fixture_commit (&fixture->base, edit);
  panel_fixture_settle (&fixture->base);
  button = find_button (klaster_agreement_panel_get_group (panel, "status"), "record.terminate");
  gtk_widget_grab_focus (button);
  gtk_widget_activate_action (GTK_WIDGET (panel), "record.terminate", NULL);
  g_assert_cmpstr (klaster_row_get_text (look_up (fixture, KLASTER_TABLE_AGREEMENT, MEMORANDUM), KLASTER_AGREEMENT_TERMINATED_ON),
                   ==, today);
  panel_fixture_settle (&fixture->base);
  /* The keyboard is on the button that took its place. */
  button = find_button (klaster_agreement_panel_get_group (panel, "status"), "record.take-back");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->base.window)) == button);
  gtk_widget_activate_action (GTK_WIDGET (panel), "record.take-back", NULL);
  g_assert_null (klaster_row_get_text (look_up (fixture, KLASTER_TABLE_AGREEMENT, MEMORANDUM), KLASTER_AGREEMENT_TERMINATED_ON));
}

static void
test_cooperations (Fixture       *fixture,
                   gconstpointer  data)
{
  KlasterAgreementPanel *panel = select_agreement (fixture, PRACTICE);
  KlasterBackedGroup *group = KLASTER_BACKED_GROUP (klaster_agreement_panel_get_group (panel, "cooperations"));

  klaster_backed_group_link (group, COOPERATION);
  klaster_backed_group_link (group, COOPERATION);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_COOPERATION_AGREEMENT), ==, 1);
  klaster_backed_group_unlink (group, COOPERATION);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_COOPERATION_AGREEMENT), ==, 0);
  undo (fixture);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_COOPERATION_AGREEMENT), ==, 1);
  panel_fixture_settle (&fixture->base);
  g_assert_nonnull (find_type (GTK_WIDGET (group), ADW_TYPE_ACTION_ROW));
}

/* In, out, away, back. */
/* Other programs get a copy that only its owner reads and nobody writes to, in the cache and nowhere else, whatever a file
 * from a stranger says; it does not outlive the run. */
static void
test_document_copies (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GFile) first = klaster_document_copy_prepare ("../../../outside", "paper.pdf");
  g_autoptr (GFile) cache = g_file_new_for_path (g_get_user_cache_dir ());
  g_autoptr (GFile) again = NULL;
  g_autofree char *folder = g_path_get_dirname (g_file_peek_path (first));
  g_autofree char *documents = g_path_get_dirname (folder);
  g_autoptr (GError) error = NULL;
  GAsyncResult *cleared = NULL;
  GStatBuf state;

  g_assert_true (g_file_has_prefix (first, cache));
  g_assert_null (strstr (g_file_peek_path (first), ".."));
  g_assert_true (g_file_set_contents (g_file_peek_path (first), "paper", -1, &error));
  klaster_document_copy_protect (first);
  g_assert_cmpint (g_stat (g_file_peek_path (first), &state), ==, 0);
  g_assert_cmpint (state.st_mode & 0777, ==, 0400);

  /* The second time it is written anew. */
  again = klaster_document_copy_prepare ("../../../outside", "paper.pdf");
  g_assert_true (g_file_equal (first, again));
  g_assert_false (g_file_query_exists (again, NULL));
  g_assert_true (g_file_set_contents (g_file_peek_path (again), "paper", -1, &error));
  klaster_document_copy_protect (again);

  klaster_document_copies_clear_async (sync_cb, &cleared);
  klaster_await (cleared != NULL, 20);
  g_assert_true (klaster_document_copies_clear_finish (cleared));
  g_assert_false (g_file_test (documents, G_FILE_TEST_EXISTS));
  g_object_unref (cleared);
}

static void
test_documents (Fixture       *fixture,
                gconstpointer  data)
{
  KlasterAgreementPanel *panel = select_agreement (fixture, PRACTICE);
  KlasterAttachmentGroup *group = KLASTER_ATTACHMENT_GROUP (klaster_agreement_panel_get_group (panel, "documents"));
  g_autofree char *path = g_build_filename (fixture->base.folder, "contract.pdf", NULL);
  g_autofree char *copy_path = g_build_filename (fixture->base.folder, "copy.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) copy = g_file_new_for_path (copy_path);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autofree char *text = NULL;
  gsize length;
  KlasterRowIter iter;
  KlasterRow *row;
  gint64 id;

  g_assert_true (g_file_set_contents (path, "%PDF-1.4 paper", -1, NULL));
  g_list_store_append (files, file);
  klaster_attachment_group_add_files (group, G_LIST_MODEL (files));
  klaster_await (count (fixture, KLASTER_TABLE_ATTACHMENT) == 1, 20);
  klaster_row_iter_init (&iter, klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_ATTACHMENT);
  g_assert_true (klaster_row_iter_next (&iter, &row));
  id = klaster_row_get_id (row);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_ATTACHMENT_NAME), ==, "contract.pdf");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_ATTACHMENT_TYPE), ==, "application/pdf");
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_ATTACHMENT_OWNER_ID), ==, PRACTICE);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_ATTACHMENT_SIZE), ==, 14);

  klaster_attachment_group_save (group, id, copy);
  klaster_await (klaster_await_contents (copy_path, &text, &length) && length == 14, 20);
  g_assert_cmpstr (text, ==, "%PDF-1.4 paper");
  klaster_attachment_group_remove (group, id);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_ATTACHMENT), ==, 0);
  undo (fixture);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_ATTACHMENT), ==, 1);
}

/* Files dropped anywhere on the panel are attached with one edit; what cannot be taken is named with the reason. */
static void
test_dropped_documents (Fixture       *fixture,
                        gconstpointer  data)
{
  KlasterAgreementPanel *panel = select_agreement (fixture, PRACTICE);
  const char *folder = fixture->base.folder;
  g_autofree char *one = g_build_filename (folder, "one.pdf", NULL);
  g_autofree char *two = g_build_filename (folder, "two.pdf", NULL);
  g_autofree char *film = g_build_filename (folder, "film.mp4", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty.pdf", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing.pdf", NULL);
  const char *const paths[] = { one, film, empty, folder, missing, two, NULL };
  g_autofree char *name = g_path_get_basename (folder);
  g_autoptr (GFile) file = g_file_new_for_path (film);
  g_autoptr (GFileIOStream) stream = g_file_create_readwrite (file, G_FILE_CREATE_NONE, NULL, NULL);
  const char *body;

  g_assert_true (g_file_set_contents (one, "%PDF-1.4 one", -1, NULL));
  g_assert_true (g_file_set_contents (two, "%PDF-1.4 two", -1, NULL));
  g_assert_true (g_file_set_contents (empty, "", -1, NULL));
  /* A file with a hole: as long as a film, and nothing to read it for. */
  g_assert_true (g_seekable_truncate (G_SEEKABLE (stream), (goffset) KLASTER_MAX_BLOB_SIZE + 1, NULL, NULL));
  g_assert_true (g_io_stream_close (G_IO_STREAM (stream), NULL, NULL));
  panel_fixture_settle (&fixture->base);

  g_assert_true (drop_files (klaster_agreement_panel_get_group (panel, "status"), paths));
  klaster_await (count (fixture, KLASTER_TABLE_ATTACHMENT) == 2 && find_message () != NULL, 20);
  g_assert_cmpstr (adw_message_dialog_get_heading (find_message ()), ==, "4 Documents Could Not Be Added");
  body = adw_message_dialog_get_body (find_message ());
  g_assert_nonnull (strstr (body, "“film.mp4”: It is too large"));
  g_assert_nonnull (strstr (body, "“empty.pdf”: It is empty."));
  g_assert_nonnull (strstr (body, "“missing.pdf”: "));
  g_assert_nonnull (strstr (body, name));
  g_assert_null (strstr (body, "one.pdf"));
  gtk_window_destroy (GTK_WINDOW (find_message ()));
  undo (fixture);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_ATTACHMENT), ==, 0);

  /* Nothing is taken while no single record is shown: it would be nobody's. */
  klaster_selection_clear (fixture->base.selection);
  panel_fixture_settle (&fixture->base);
  g_assert_false (drop_files (klaster_agreement_panel_get_group (panel, "status"), paths));
}

/* Several at once: what is changed changes in all of them. */
static void
test_several (Fixture       *fixture,
              gconstpointer  data)
{
  KlasterAgreementPanel *panel = select_agreement (fixture, PRACTICE);
  gint64 both[] = { PRACTICE, MEMORANDUM };
  GtkWidget *buttons;
  int least, all = 0;

  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_AGREEMENT, both, 2, PRACTICE);
  panel_fixture_settle (&fixture->base);
  klaster_form_set_value (klaster_form_panel_get_form (KLASTER_FORM_PANEL (panel)), KLASTER_AGREEMENT_NOTICE_DAYS, KLASTER_INTEGER (45), NULL, NULL);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (klaster_row_get_integer (look_up (fixture, KLASTER_TABLE_AGREEMENT, both[i]), KLASTER_AGREEMENT_NOTICE_DAYS),
                     ==, 45);
  undo (fixture);
  g_assert_true (klaster_row_is_null (look_up (fixture, KLASTER_TABLE_AGREEMENT, PRACTICE), KLASTER_AGREEMENT_NOTICE_DAYS));

  /* With long words or large text the buttons stand below each other, rather than push the pane wider. */
  buttons = find_type (find_type (GTK_WIDGET (panel), KLASTER_TYPE_WRAP_BOX), GTK_TYPE_BUTTON);
  gtk_widget_measure (gtk_widget_get_parent (buttons), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  for (; buttons != NULL; buttons = gtk_widget_get_next_sibling (buttons))
    {
      int width;

      gtk_widget_measure (buttons, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      all += width;
    }
  g_assert_cmpint (least, <, all);
}

static void
test_timeline (Fixture       *fixture,
               gconstpointer  data)
{
  KlasterAgreementTimeline *timeline;
  double first, days, zoomed;

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "agreements.view", "s", "timeline");
  g_assert_cmpstr (klaster_agreements_page_get_view_name (fixture->page), ==, "timeline");
  timeline = KLASTER_AGREEMENT_TIMELINE (klaster_agreements_page_get_view (fixture->page));
  panel_fixture_settle (&fixture->base);

  /* The same selection, in the same order. */
  klaster_agreement_timeline_move (timeline, 1);
  g_assert_cmpint (klaster_selection_get_focus (fixture->base.selection), ==, MEMORANDUM);
  klaster_agreement_timeline_move (timeline, 1);
  g_assert_cmpint (klaster_selection_get_focus (fixture->base.selection), ==, PRACTICE);
  klaster_agreement_timeline_move (timeline, 1);
  g_assert_cmpint (klaster_selection_get_focus (fixture->base.selection), ==, PRACTICE);
  klaster_agreement_timeline_move (timeline, -100);
  g_assert_cmpint (klaster_selection_get_focus (fixture->base.selection), ==, MEMORANDUM);

  klaster_agreement_timeline_get_span (timeline, &first, &days);
  klaster_agreement_timeline_zoom (timeline, 2);
  klaster_agreement_timeline_get_span (timeline, &first, &zoomed);
  g_assert_cmpfloat_with_epsilon (zoomed, days / 2, 1e-6);
  /* Everything: from the academic year 2020/21 on, which began 7,549 days after the first of 2000. */
  klaster_agreement_timeline_fit (timeline);
  klaster_agreement_timeline_get_span (timeline, &first, &days);
  g_assert_cmpfloat (first, ==, 7549);
  panel_fixture_settle (&fixture->base);
}

static void
test_turn (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Year");
  KlasterYearTurnDialog *dialog;
  KlasterRowIter iter;
  KlasterRow *cluster;
  gint64 id;

  klaster_row_iter_init (&iter, klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_CLUSTER);
  g_assert_true (klaster_row_iter_next (&iter, &cluster));
  id = klaster_row_get_id (cluster);
  set (edit, KLASTER_TABLE_CLUSTER, id, KLASTER_CLUSTER_ACADEMIC_YEAR, "2020/21");
  panel_fixture_commit (&fixture->base, edit);

  dialog = klaster_year_turn_dialog_new (GTK_WIDGET (fixture->page), fixture->base.project);
  gtk_window_present (GTK_WINDOW (dialog));
  klaster_await (klaster_year_turn_dialog_get_n_items (dialog) == 2, 20);
  klaster_year_turn_dialog_choose (dialog, 0, FALSE);
  klaster_year_turn_dialog_choose (dialog, 0, TRUE);
  klaster_year_turn_dialog_apply (dialog);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT), ==, 3);
  g_assert_cmpstr (klaster_row_get_text (look_up (fixture, KLASTER_TABLE_CLUSTER, id), KLASTER_CLUSTER_ACADEMIC_YEAR), ==, "2021/22");
  undo (fixture);
  g_assert_cmpuint (count (fixture, KLASTER_TABLE_AGREEMENT), ==, 2);
  g_assert_cmpstr (klaster_row_get_text (look_up (fixture, KLASTER_TABLE_CLUSTER, id), KLASTER_CLUSTER_ACADEMIC_YEAR), ==, "2020/21");
}

/* A built-in template is changed as a copy; the next agreement of its kind begins with it. */
static void
test_template (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (KlasterTemplate) builtin = klaster_template_find (klaster_project_get_snapshot (fixture->base.project), "memorandum");
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Notice");
  gint64 id;

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "agreements.edit-template", "x", klaster_row_get_id (builtin->row));
  g_assert_cmpint (klaster_selection_get_table (fixture->base.selection), ==, KLASTER_TABLE_TEMPLATE);
  id = klaster_selection_get_focus (fixture->base.selection);
  panel_fixture_settle (&fixture->base);
  g_assert_nonnull (find_type (GTK_WIDGET (fixture->panel), KLASTER_TYPE_TEMPLATE_PANEL));
  klaster_edit_set (edit, KLASTER_TABLE_TEMPLATE, id, KLASTER_TEMPLATE_NOTICE_DAYS, KLASTER_INTEGER (77));
  panel_fixture_commit (&fixture->base, edit);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "agreements.add", "s", "memorandum");
  id = klaster_selection_get_focus (fixture->base.selection);
  g_assert_cmpint (klaster_row_get_integer (look_up (fixture, KLASTER_TABLE_AGREEMENT, id), KLASTER_AGREEMENT_NOTICE_DAYS), ==, 77);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *cache = g_dir_make_tmp ("klaster-cache-XXXXXX", NULL);
  int status;

  /* A cache of its own: programs clear the one that they share. */
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  panel_fixture_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/agreements/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("selection", test_selection);
  ADD ("search", test_search);
  ADD ("columns", test_columns);
  ADD ("sort", test_sort);
  ADD ("row-menu", test_row_menu);
  ADD ("add", test_add);
  ADD ("parties", test_parties);
  ADD ("clauses", test_clauses);
  ADD ("obligations", test_obligations);
  ADD ("renew", test_renew);
  ADD ("terminate", test_terminate);
  ADD ("cooperations", test_cooperations);
  ADD ("documents", test_documents);
  ADD ("document-copies", test_document_copies);
  ADD ("dropped-documents", test_dropped_documents);
  ADD ("several", test_several);
  ADD ("timeline", test_timeline);
  ADD ("turn", test_turn);
  ADD ("template", test_template);
#undef ADD

  status = klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
  klaster_remove_tree (cache);

  return status;
}
