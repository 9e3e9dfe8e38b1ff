/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "klaster-agreement-text.h"
#include "klaster-cell.h"
#include "klaster-cells-copy.h"
#include "klaster-derive.h"
#include "klaster-focus.h"
#include "klaster-register-view.h"
#include "klaster-symbol-image.h"

struct _KlasterRegisterView
{
  AdwBin parent_instance;

  KlasterQueryModel *model;
  KlasterSelection *selection;
  GMenuModel *menu;

  KlasterGrid *grid;
  KlasterColumnChooser *chooser;
  gint64 scrolled_to;
  int period_width;        /* of a column that says whole periods, at 100 % text; 0: not measured yet */
  gboolean to_top;         /* something else was asked for: its answer is read from the beginning */

  /* Of the agreement whose cells were filled last: they follow each other */
  gint64 facts_id;
  KlasterSnapshot *facts_snapshot;
  KlasterAgreementFacts facts;
};

enum
{
  PROP_MODEL = 1,
  PROP_SELECTION,
  PROP_MENU,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterRegisterView, klaster_register_view, ADW_TYPE_BIN)

/* Padding of a cell at both sides, and what a pill and the mark behind it have around their text */
#define CELL_PADDING 16
#define HEADER_PADDING 8
#define PILL_PADDING 22
#define MARK_WIDTH 28

/* Pixels at 100 % text: what a column begins with, what it keeps where there is little room, its share of what is left over,
 * and when it goes where even that is too much. Those of days, of the status and of obligations are measured. */
static const struct
{
  int width;
  int least;
  int share;
  int rank;
} widths[KLASTER_REGISTER_N_COLUMNS] = {
  [KLASTER_REGISTER_NUMBER] = { 72, 64, 0, 0 },
  [KLASTER_REGISTER_TITLE] = { 220, 100, 2, 0 },
  [KLASTER_REGISTER_KIND] = { 170, 130, 1, 1 },
  [KLASTER_REGISTER_PARTIES] = { 250, 200, 3, 0 },
  [KLASTER_REGISTER_OBLIGATIONS] = { 0, 0, 0, 2 },
  [KLASTER_REGISTER_CLAUSES] = { 90, 64, 0, 0 },
  [KLASTER_REGISTER_SIGNED_ON] = { 120, 100, 0, 0 },
  [KLASTER_REGISTER_NOTICE_DAYS] = { 110, 60, 0, 0 },
  [KLASTER_REGISTER_AREAS] = { 220, 90, 1, 0 },
  [KLASTER_REGISTER_TASKS] = { 220, 90, 1, 0 },
  [KLASTER_REGISTER_GOAL] = { 200, 90, 1, 0 },
  [KLASTER_REGISTER_COOPERATIONS] = { 120, 60, 0, 0 },
  [KLASTER_REGISTER_RENEWS] = { 180, 90, 1, 0 },
  [KLASTER_REGISTER_LEGAL_BASIS] = { 200, 90, 1, 0 },
  [KLASTER_REGISTER_TERMINATED_ON] = { 120, 100, 0, 0 },
  [KLASTER_REGISTER_NOTES] = { 220, 90, 2, 0 },
};

/* Columns */

static GArray *
list_default_columns (void)
{
  static const guint shown[] = {
    KLASTER_REGISTER_NUMBER, KLASTER_REGISTER_KIND, KLASTER_REGISTER_PARTIES, KLASTER_REGISTER_PERIOD,
    KLASTER_REGISTER_STATUS, KLASTER_REGISTER_OBLIGATIONS,
  };
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_append_vals (columns, shown, G_N_ELEMENTS (shown));

  return columns;
}

static const char *
get_name (guint column)
{
  return klaster_register_column_get_name ((KlasterRegisterColumn) column);
}

static char *
dup_title (guint column)
{
  return g_strdup (klaster_register_column_get_title ((KlasterRegisterColumn) column, klaster_language_get_default ()));
}

/* Of the longest day there is, in words of the language */
static void
measure_period (KlasterGrid *grid,
                int         *width,
                int         *least)
{
  KlasterLanguage language = klaster_language_get_default ();
  KlasterValue id = KLASTER_INTEGER (1);
  g_autoptr (KlasterRow) agreement = klaster_row_new (KLASTER_TABLE_AGREEMENT, &id, 1);

  *width = *least = 0;
  for (guint month = 1; month <= 12; month++)
    {
      g_autofree char *day = g_strdup_printf ("2028-%02u-28", month);
      g_autoptr (KlasterRow) from = klaster_row_with_value (agreement, KLASTER_AGREEMENT_VALID_FROM, KLASTER_TEXT (day));
      g_autoptr (KlasterRow) both = klaster_row_with_value (from, KLASTER_AGREEMENT_VALID_TO, KLASTER_TEXT (day));
      g_autofree char *period = klaster_agreement_describe_period (both, language);
      g_autofree char *end = klaster_agreement_describe_end (both, language);
      g_autofree char *begin = klaster_agreement_describe_end (from, language);

      *width = MAX (*width, klaster_grid_measure_text (grid, period));
      *least = MAX (*least, MAX (klaster_grid_measure_text (grid, end), klaster_grid_measure_text (grid, begin)));
    }
  *width += CELL_PADDING + 4;
  *least += CELL_PADDING + 4;
}

/* The one thing that is never cut */
static int
measure_status (KlasterGrid *grid)
{
  const char *const *statuses = klaster_schema_get_tokens ("agreement_statuses");
  int width = 0;

  for (guint i = 0; statuses[i]; i++)
    width = MAX (width, klaster_grid_measure_text (grid, klaster_vocabulary_get_name (NULL, "agreement_statuses", statuses[i],
                                                                           klaster_language_get_default ())));

  return width + PILL_PADDING + MARK_WIDTH + CELL_PADDING;
}

/* What most agreements say of their obligations: where it is cut it says nothing. */
static int
measure_obligations (KlasterGrid *grid,
                     const char  *title)
{
  const KlasterAgreementFacts facts[] = {
    { .n_obligations = 1, .n_open = 1, .n_overdue = 1 },
    { .n_obligations = 1, .n_open = 1, .n_due = 1 },
    { .n_obligations = 1, .n_open = 1 },
    { .n_obligations = 1 },
  };
  KlasterValue id = KLASTER_INTEGER (1);
  g_autoptr (KlasterRow) agreement = klaster_row_new (KLASTER_TABLE_AGREEMENT, &id, 1);
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  int width = klaster_grid_measure_text (grid, title) * 9 / 8 + HEADER_PADDING; /* it is bold */

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *text = klaster_register_column_get_text (KLASTER_REGISTER_OBLIGATIONS, snapshot, agreement, &facts[i],
                                                                klaster_language_get_default ());

      width = MAX (width, klaster_grid_measure_text (grid, text));
    }

  return width + CELL_PADDING;
}

static void
insert (KlasterGrid *grid,
        guint        position,
        guint        column,
        const char  *title)
{
  int width = widths[column].width, least = widths[column].least;

  if (column == KLASTER_REGISTER_PERIOD)
    measure_period (grid, &width, &least);
  else if (column == KLASTER_REGISTER_STATUS)
    width = least = measure_status (grid);
  else if (column == KLASTER_REGISTER_OBLIGATIONS)
    width = least = measure_obligations (grid, title);
  klaster_grid_insert_column (grid, position, column, title, width, TRUE);
  /* The period is the last that can go: without the status a register says little. */
  klaster_grid_set_flexible (grid, column, least, widths[column].share,
                             column == KLASTER_REGISTER_PERIOD ? 3 : widths[column].rank);
}

static const KlasterColumnSet column_set = {
  .group = "agreements",
  .setting = "agreement-columns",
  .first = 0,
  .n_columns = KLASTER_REGISTER_N_COLUMNS,
  .get_name = get_name,
  .dup_title = dup_title,
  .insert = insert,
  .list_default = list_default_columns,
};

/* Cells */

static const char *
get_style (KlasterRegisterColumn        column,
           const KlasterAgreementFacts *facts)
{
  if (column == KLASTER_REGISTER_STATUS)
    return klaster_agreement_get_style (facts->status);
  if (column == KLASTER_REGISTER_OBLIGATIONS && facts->n_overdue > 0)
    return "error";
  if (column == KLASTER_REGISTER_CLAUSES && (facts->attention & KLASTER_AGREEMENT_CLAUSES))
    return "warning";

  return NULL;
}

static const KlasterAgreementFacts *
get_facts (KlasterRegisterView *self,
           KlasterSnapshot     *snapshot,
           const KlasterRow    *row)
{
  if (self->facts_id != klaster_row_get_id (row) || self->facts_snapshot != snapshot)
    {
      klaster_agreement_get_facts (snapshot, row, klaster_query_model_get_date (self->model), &self->facts);
      self->facts_id = klaster_row_get_id (row);
      g_clear_pointer (&self->facts_snapshot, klaster_snapshot_unref);
      self->facts_snapshot = klaster_snapshot_ref (snapshot);
    }

  return &self->facts;
}

/* What a status does not say in a small space, and why the agreement needs attention. */
static char *
make_note (KlasterRegisterView         *self,
           KlasterSnapshot             *snapshot,
           const KlasterRow            *row,
           const KlasterAgreementFacts *facts)
{
  KlasterLanguage language = klaster_language_get_default ();
  g_autoptr (GPtrArray) reasons = NULL;
  GString *note = NULL;

  if (!facts->attention && strcmp (facts->status, "expiring") != 0)
    return NULL;

  note = g_string_new (klaster_vocabulary_get_name (snapshot, "agreement_statuses", facts->status, language));
  reasons = klaster_agreement_list_attention (snapshot, klaster_row_get_id (row), klaster_query_model_get_date (self->model),
                                              language);
  for (guint i = 0; i < reasons->len; i++)
    g_string_append_printf (note, "\n%s", ((KlasterAttention *) reasons->pdata[i])->title);

  return g_string_free (note, FALSE);
}

static GtkWidget *
make_cell_cb (guint    column,
              gpointer user_data)
{
  return klaster_cell_new (column);
}

static void
show_cell_cb (GtkWidget *widget,
              guint      column,
              gint64     id,
              gpointer   user_data)
{
  KlasterRegisterView *self = user_data;
  KlasterCell *cell = KLASTER_CELL (widget);
  KlasterLanguage language = klaster_language_get_default ();
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (klaster_query_model_get_project (self->model));
  KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, id);
  const KlasterAgreementFacts *facts;
  g_autofree char *text = NULL;

  klaster_cell_bind (cell, id);
  if (row == NULL)
    return;

  facts = get_facts (self, snapshot, row);
  text = klaster_register_column_get_text ((KlasterRegisterColumn) column, snapshot, row, facts, language);
  klaster_cell_show (cell, text, FALSE, NULL);
  klaster_cell_set_style (cell, column == KLASTER_REGISTER_STATUS, get_style ((KlasterRegisterColumn) column, facts));
  if (column == KLASTER_REGISTER_STATUS)
    {
      g_autofree char *note = make_note (self, snapshot, row, facts);

      klaster_cell_set_note (cell, note, facts->attention & KLASTER_AGREEMENT_OVERDUE ? "overdue"
                                           : facts->attention ? "warning" : NULL);
    }
  if (column == KLASTER_REGISTER_PERIOD)
    {
      g_autofree char *brief = klaster_agreement_describe_end (row, language);
      int least;

      if (self->period_width == 0)
        measure_period (self->grid, &self->period_width, &least);
      klaster_cell_set_brief (cell, brief, (int) ((self->period_width - CELL_PADDING - 4)
                                                  * klaster_widget_get_style (widget).text_scale));
    }
}

/* As they are seen, but for the days that are left: they are others tomorrow. */
static GPtrArray *
make_cells (KlasterSnapshot *snapshot,
            const gint64    *ids,
            guint            n_ids,
            const guint     *columns,
            guint            n_columns,
            gboolean         headers,
            const char      *date,
            KlasterLanguage  language)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; i < n_ids + headers; i++)
    {
      KlasterRow *row = headers && i == 0 ? NULL : klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, ids[i - headers]);
      KlasterAgreementFacts facts;
      char **cells;

      if (row == NULL && !(headers && i == 0))
        continue;
      if (row != NULL)
        klaster_agreement_get_facts (snapshot, row, date, &facts);
      cells = g_new0 (char *, n_columns + 1);
      for (guint j = 0; j < n_columns; j++)
        {
          if (row == NULL)
            cells[j] = g_strdup (klaster_register_column_get_title ((KlasterRegisterColumn) columns[j], language));
          else if (columns[j] == KLASTER_REGISTER_STATUS)
            cells[j] = g_strdup (klaster_vocabulary_get_name (snapshot, "agreement_statuses", facts.status, language));
          else
            cells[j] = klaster_register_column_get_text ((KlasterRegisterColumn) columns[j], snapshot, row, &facts, language);
        }
      g_ptr_array_add (rows, cells);
    }

  return rows;
}

/* What is shown */

static void
scroll_to_focus (KlasterRegisterView *self)
{
  gint64 focus = klaster_selection_get_focus (self->selection);
  int position;

  if (klaster_selection_get_table (self->selection) != KLASTER_TABLE_AGREEMENT || focus == 0 || focus == self->scrolled_to ||
      self->model == NULL)
    return;
  position = klaster_record_list_find (klaster_query_model_get_list (self->model), focus);
  if (position < 0)
    return;

  self->scrolled_to = focus;
  klaster_row_list_scroll_to (klaster_grid_get_rows (self->grid), (guint) position);
}

static void
updated_cb (KlasterRegisterView *self)
{
  self->facts_id = 0;
  if (self->to_top)
    klaster_row_list_scroll_to_top (klaster_grid_get_rows (self->grid));
  else if (self->selection)
    scroll_to_focus (self);
  self->to_top = FALSE;
}

static void
query_changed_cb (KlasterRegisterView *self)
{
  self->to_top = TRUE;
}

static void
activate_cb (KlasterRegisterView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

static void
set_model (KlasterRegisterView *self,
           KlasterQueryModel   *model)
{
  if (self->model)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  self->facts_id = 0;
  klaster_grid_set_model (self->grid, model, self->selection);
  if (model == NULL)
    return;

  g_signal_connect_object (model, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "notify::query", G_CALLBACK (query_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
klaster_register_view_dispose (GObject *object)
{
  KlasterRegisterView *self = KLASTER_REGISTER_VIEW (object);

  if (self->model)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->grid)
    klaster_grid_set_model (self->grid, NULL, NULL);
  self->grid = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->chooser);
  g_clear_object (&self->model);
  g_clear_object (&self->selection);
  g_clear_object (&self->menu);
  g_clear_pointer (&self->facts_snapshot, klaster_snapshot_unref);

  G_OBJECT_CLASS (klaster_register_view_parent_class)->dispose (object);
}

static void
klaster_register_view_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  KlasterRegisterView *self = KLASTER_REGISTER_VIEW (object);

  switch (property_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_MENU:
      g_value_set_object (value, self->menu);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_register_view_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  KlasterRegisterView *self = KLASTER_REGISTER_VIEW (object);

  switch (property_id)
    {
    case PROP_MODEL:
      set_model (self, g_value_get_object (value));
      break;
    case PROP_SELECTION:
      if (self->selection)
        g_signal_handlers_disconnect_by_data (self->selection, self);
      g_set_object (&self->selection, g_value_get_object (value));
      if (self->selection)
        g_signal_connect_object (self->selection, "changed", G_CALLBACK (scroll_to_focus), self, G_CONNECT_SWAPPED);
      klaster_grid_set_model (self->grid, self->model, self->selection);
      break;
    case PROP_MENU:
      g_set_object (&self->menu, g_value_get_object (value));
      klaster_row_list_set_menu (klaster_grid_get_rows (self->grid), self->menu);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static gboolean
klaster_register_view_grab_focus (GtkWidget *widget)
{
  return klaster_is_entering () && gtk_widget_grab_focus (GTK_WIDGET (KLASTER_REGISTER_VIEW (widget)->grid));
}

static void
klaster_register_view_class_init (KlasterRegisterViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = klaster_register_view_dispose;
  object_class->get_property = klaster_register_view_get_property;
  object_class->set_property = klaster_register_view_set_property;
  widget_class->grab_focus = klaster_register_view_grab_focus;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, KLASTER_TYPE_QUERY_MODEL, flags);
  properties[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, flags);
  properties[PROP_MENU] = g_param_spec_object ("menu", NULL, NULL, G_TYPE_MENU_MODEL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "agreements.copy", NULL);
  /* Menus name the one that was added last. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "win.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "win.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "win.duplicate", NULL);
}

static void
klaster_register_view_init (KlasterRegisterView *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->grid = KLASTER_GRID (klaster_grid_new ());
  klaster_grid_set_cells (self->grid, make_cell_cb, show_cell_cb, self);
  self->chooser = g_object_ref_sink (KLASTER_COLUMN_CHOOSER (klaster_column_chooser_new (self->grid, &column_set)));
  gtk_widget_add_css_class (GTK_WIDGET (self->grid), "register");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Agreements"), -1);
  g_signal_connect_object (klaster_grid_get_rows (self->grid), "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (scroller, "view");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->grid));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/**
 * klaster_register_view_new:
 *
 * Returns: (transfer floating): a table without agreements
 */
GtkWidget *
klaster_register_view_new (void)
{
  return g_object_new (KLASTER_TYPE_REGISTER_VIEW, NULL);
}

KlasterGrid *
klaster_register_view_get_grid (KlasterRegisterView *self)
{
  g_return_val_if_fail (KLASTER_IS_REGISTER_VIEW (self), NULL);

  return self->grid;
}

KlasterColumnChooser *
klaster_register_view_get_chooser (KlasterRegisterView *self)
{
  g_return_val_if_fail (KLASTER_IS_REGISTER_VIEW (self), NULL);

  return self->chooser;
}

/**
 * klaster_register_view_copy:
 * @self: a table
 * @headers: whether a first row says what the columns are
 *
 * Copies the rows that are selected, with the columns that are shown, for spreadsheets and letters.
 */
void
klaster_register_view_copy (KlasterRegisterView *self,
                            gboolean             headers)
{
  g_autoptr (GArray) columns = NULL;

  g_return_if_fail (KLASTER_IS_REGISTER_VIEW (self));

  if (self->model == NULL || self->selection == NULL)
    return;

  columns = klaster_grid_list_columns (self->grid);
  klaster_cells_copy (GTK_WIDGET (self), self->model, self->selection, columns, headers, make_cells);
}
