/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "klaster-compat.h"
#include "klaster-duplicates.h"
#include "klaster-join-dialog.h"
#include "klaster-language.h"
#include "klaster-side-panel.h"
#include "klaster-value-text.h"

#define MIN_WIDTH 440 /* pixels */

typedef struct
{
  GtkWidget *widget; /* weak */
  KlasterProject *project;
  KlasterSelection *selection;
  gint64 ids[2];
  GtkWidget *keep[2];  /* radio buttons */
  GtkWidget *moves;    /* what moves, for the choice that is made */
} Join;

static void
join_free (Join *join)
{
  g_clear_weak_pointer (&join->widget);
  g_object_unref (join->project);
  g_object_unref (join->selection);
  g_free (join);
}

/**
 * klaster_join_count:
 * @snapshot: content of the project
 * @id: an institution
 * @counts: (out caller-allocates): what refers to it
 */
void
klaster_join_count (KlasterSnapshot   *snapshot,
                    gint64             id,
                    KlasterJoinCounts *counts)
{
  *counts = (KlasterJoinCounts) { 0 };
  for (guint table = 0; table < KLASTER_N_TABLES; table++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table ((KlasterTable) table);

      for (guint column = 1; column < info->n_columns && !info->internal; column++)
        {
          guint n;

          if (info->columns[column].type != KLASTER_COLUMN_REFERENCE || info->columns[column].target != KLASTER_TABLE_INSTITUTION)
            continue;
          n = klaster_snapshot_count_referrers (snapshot, (KlasterTable) table, column, id);
          if (table == KLASTER_TABLE_COOPERATION)
            counts->n_cooperations += n;
          else if (table == KLASTER_TABLE_AGREEMENT_PARTY)
            counts->n_agreements += n;
          else if (table == KLASTER_TABLE_OBLIGATION)
            counts->n_obligations += n;
          else if (table == KLASTER_TABLE_INSTITUTION)
            counts->n_units += n;
          else
            counts->n_others += n;
        }
    }
}

static void
add_count (GPtrArray  *parts,
           const char *format,
           guint       n)
{
  if (n > 0)
    g_ptr_array_add (parts, g_strdup_printf (format, n));
}

static char *
describe_moves (KlasterSnapshot *snapshot,
                gint64           lose_id)
{
  KlasterJoinCounts counts;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL;

  klaster_join_count (snapshot, lose_id, &counts);
  add_count (parts, ngettext ("%u cooperation", "%u cooperations", counts.n_cooperations), counts.n_cooperations);
  add_count (parts, ngettext ("%u agreement", "%u agreements", counts.n_agreements), counts.n_agreements);
  add_count (parts, ngettext ("%u obligation", "%u obligations", counts.n_obligations), counts.n_obligations);
  add_count (parts, ngettext ("%u unit", "%u units", counts.n_units), counts.n_units);
  add_count (parts, ngettext ("%u other record", "%u other records", counts.n_others), counts.n_others);
  if (parts->len == 0)
    return g_strdup (_("Nothing belongs to the other record. It is deleted; what it knows fills empty fields."));

  g_ptr_array_add (parts, NULL);
  list = g_strjoinv (", ", (char **) parts->pdata);
  /* Translators: %s is a list such as "3 cooperations, 1 agreement" */
  return g_strdup_printf (_("Moves over: %s. The other record is deleted; what it knows fills empty fields."), list);
}

static void
update_moves (Join *join)
{
  guint keep = gtk_check_button_get_active (GTK_CHECK_BUTTON (join->keep[0])) ? 0 : 1;
  g_autofree char *text = describe_moves (klaster_project_get_snapshot (join->project), join->ids[!keep]);

  gtk_label_set_label (GTK_LABEL (join->moves), text);
}

static GtkWidget *
make_label (const char *text,
            gboolean    dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  if (dim)
    {
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD);
      gtk_widget_add_css_class (label, "dim-label");
    }

  return label;
}

/* Both records in columns, the fields in which they say something in rows. */
static GtkWidget *
make_comparison (Join            *join,
                 KlasterSnapshot *snapshot)
{
  const KlasterTableInfo *info = klaster_schema_get_table (KLASTER_TABLE_INSTITUTION);
  KlasterLanguage language = klaster_language_get_default ();
  KlasterRow *rows[2];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  /* Both records are as wide as each other. */
  g_autoptr (GtkSizeGroup) records = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  int line = 1;

  /* All of its text wraps: without this it would be narrower than the question’s heading, which GTK 4.18 warns of. */
  gtk_widget_set_size_request (box, MIN_WIDTH, -1);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = NULL;
      GtkWidget *label = make_label (NULL, FALSE);

      rows[i] = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, join->ids[i]);
      name = klaster_record_describe (snapshot, rows[i], language);
      gtk_label_set_label (GTK_LABEL (label), name);
      join->keep[i] = gtk_check_button_new ();
      gtk_check_button_set_child (GTK_CHECK_BUTTON (join->keep[i]), label);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_widget_set_size_request (join->keep[i], MIN_WIDTH / 3, -1);
      gtk_size_group_add_widget (records, join->keep[i]);
      gtk_grid_attach (GTK_GRID (grid), join->keep[i], (int) i + 1, 0, 1, 1);
    }
  gtk_check_button_set_group (GTK_CHECK_BUTTON (join->keep[1]), GTK_CHECK_BUTTON (join->keep[0]));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (join->keep[0]), TRUE);
  gtk_grid_attach (GTK_GRID (grid), make_label (_("Stays"), TRUE), 0, 0, 1, 1);

  for (guint column = 1; column < info->n_columns; column++)
    {
      KlasterValue values[2] = { klaster_row_get_value (rows[0], column), klaster_row_get_value (rows[1], column) };
      g_autofree char *name = NULL;

      if (klaster_value_equal (values[0], values[1]))
        continue;
      name = klaster_value_column_name (KLASTER_TABLE_INSTITUTION, column);
      gtk_grid_attach (GTK_GRID (grid), make_label (name, TRUE), 0, line, 1, 1);
      for (guint i = 0; i < 2; i++)
        {
          g_autofree char *text = klaster_value_to_text (snapshot, KLASTER_TABLE_INSTITUTION, column, values[i], language);

          gtk_grid_attach (GTK_GRID (grid), make_label (*text ? text : "–", FALSE), (int) i + 1, line, 1, 1);
        }
      line++;
    }

  join->moves = make_label (NULL, FALSE);
  gtk_label_set_max_width_chars (GTK_LABEL (join->moves), 60);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), grid);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), join->moves);
  g_signal_connect_swapped (join->keep[0], "toggled", G_CALLBACK (update_moves), join);
  update_moves (join);

  return box;
}

static void
chosen_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Join *join = user_data;
  g_autofree char *choice = klaster_compat_choose_finish (result, NULL);
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (join->project);
  guint keep = gtk_check_button_get_active (GTK_CHECK_BUTTON (join->keep[0])) ? 0 : 1;
  KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, join->ids[keep]);

  if (g_strcmp0 (choice, "join") == 0 && join->widget != NULL && row != NULL
      && klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, join->ids[!keep]) != NULL)
    {
      g_autofree char *name = klaster_record_describe (snapshot, row, klaster_language_get_default ());
      g_autofree char *label = g_strdup_printf (_("Join two records of “%s”"), name);
      g_autoptr (KlasterEdit) edit = klaster_edit_new (label);

      klaster_edit_join_institutions (edit, snapshot, join->ids[keep], join->ids[!keep]);
      klaster_apply_edit (join->widget, join->project, edit, _("Two records joined"));
      klaster_selection_select (join->selection, KLASTER_TABLE_INSTITUTION, join->ids[keep]);
    }
  g_signal_handlers_disconnect_by_data (join->keep[0], join);
  g_object_unref (join->keep[0]);
  g_object_unref (join->keep[1]);
  g_object_unref (join->moves);
  join_free (join);
}

/**
 * klaster_join_dialog_show:
 * @widget: inside the window that asks
 * @project: a project
 * @selection: two selected institutions; afterwards the one that stays
 */
void
klaster_join_dialog_show (GtkWidget        *widget,
                          KlasterProject   *project,
                          KlasterSelection *selection)
{
  const KlasterChoice choices[] = {
    { "join", _("_Join"), KLASTER_CHOICE_SUGGESTED },
  };
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (project);
  guint n_ids;
  const gint64 *ids = klaster_selection_get_ids (selection, &n_ids);
  GtkWidget *comparison;
  Join *join;

  if (n_ids != 2 || klaster_selection_get_table (selection) != KLASTER_TABLE_INSTITUTION
      || klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, ids[0]) == NULL
      || klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, ids[1]) == NULL)
    return;

  join = g_new0 (Join, 1);
  g_set_weak_pointer (&join->widget, widget);
  join->project = g_object_ref (project);
  join->selection = g_object_ref (selection);
  join->ids[0] = ids[0];
  join->ids[1] = ids[1];
  comparison = make_comparison (join, snapshot);
  g_object_ref (join->keep[0]);
  g_object_ref (join->keep[1]);
  g_object_ref (join->moves);
  klaster_compat_choose_async (GTK_WINDOW (gtk_widget_get_root (widget)), _("Join Two Records?"),
                               _("Both stand for one institution. Choose which record stays."), comparison, choices,
                               G_N_ELEMENTS (choices), NULL, NULL, chosen_cb, join);
}
