/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-check-row.h"
#include "klaster-column-chooser.h"
#include "klaster-derive.h"
#include "klaster-dual-list.h"
#include "klaster-dual-view.h"
#include "klaster-grid.h"
#include "klaster-side-panel.h"
#include "klaster-spoken.h"

struct _KlasterDualView
{
  KlasterWorkerView parent_instance;

  KlasterGrid *grid; /* NULL once the view is disposed of */
  KlasterRecordList *records;
  KlasterDualList *list; /* (nullable): what was found last */
  GHashTable *entries;   /* gint64 → KlasterDualEntry of @list */
  GtkWidget *all_years_button;
  KlasterColumnChooser *chooser; /* NULL once the view is disposed of */
};

G_DEFINE_FINAL_TYPE (KlasterDualView, klaster_dual_view, KLASTER_TYPE_WORKER_VIEW)

typedef enum
{
  COLUMN_PLACE,
  COLUMN_YEAR,
  COLUMN_NEED,
  COLUMN_PROPOSAL,
  COLUMN_NAMED,
  COLUMN_ADMISSION,
  COLUMN_CONTRACT,
  COLUMN_STUDENTS,
  COLUMN_WORKPLACE,
  COLUMN_WEEK,
  N_COLUMNS
} Column;

/* What a cell takes beside its text, and a sign of a status with that of a document */
#define CELL_PADDING 17
#define SIGNS_WIDTH 36

/* Which steps a column shows; the worse of two. */
static const struct
{
  const char *title;
  const char *name;   /* in files: not to be changed */
  int step, other;    /* -1: none */
  const char *widest; /* (nullable): what the cell has to have room for, besides the signs */
} columns[N_COLUMNS] = {
  [COLUMN_PLACE] = { N_("Place"), "place", KLASTER_DUAL_PLACE, -1 },
  [COLUMN_YEAR] = { N_("Year"), "year", -1, -1, "8888/88" },
  [COLUMN_NEED] = { N_("Need"), "need", KLASTER_DUAL_NEED, -1 },
  [COLUMN_PROPOSAL] = { N_("Proposal"), "proposal", KLASTER_DUAL_PROPOSAL, -1 },
  /* Translators: heading of a narrow column: the ministry has named the institution. */
  [COLUMN_NAMED] = { NC_("dual", "Named"), "named", KLASTER_DUAL_NAMED, -1 },
  [COLUMN_ADMISSION] = { N_("Admission"), "admission", KLASTER_DUAL_QUOTA, KLASTER_DUAL_ADMISSION, "88 / 88" },
  [COLUMN_CONTRACT] = { NC_("dual", "Contract"), "contract", KLASTER_DUAL_CONTRACT, -1 },
  [COLUMN_STUDENTS] = { NC_("dual", "Students"), "students", KLASTER_DUAL_STUDENT_CONTRACTS, -1, "88 / 88" },
  [COLUMN_WORKPLACE] = { N_("Workplace"), "workplace", KLASTER_DUAL_WORKPLACE, -1 },
  [COLUMN_WEEK] = { NC_("dual", "Week"), "week", KLASTER_DUAL_WEEK, -1, "8 + 8" },
};

static const char *
get_column_title (guint column)
{
  if (column == COLUMN_NAMED || column == COLUMN_CONTRACT || column == COLUMN_STUDENTS || column == COLUMN_WEEK)
    return g_dpgettext2 (GETTEXT_PACKAGE, "dual", columns[column].title);

  return _(columns[column].title);
}

/* A cell: in the first column an icon beside two lines, in the others signs over a line. Its tooltip says what was found. */
typedef struct
{
  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *second;
  GtkWidget *paper; /* there is a document of the step */
  Column column;
  gint64 id;
} Cell;

static Cell *
get_cell (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "cell");
}

static KlasterCheckStatus
get_status (const KlasterDualEntry *entry,
            Column                  column)
{
  KlasterCheckStatus status;

  /* The first column stands for the whole chain. */
  if (column == COLUMN_PLACE)
    return entry->status;
  status = entry->steps[columns[column].step];

  return columns[column].other < 0 ? status : klaster_check_status_get_worse (status, entry->steps[columns[column].other]);
}

/* Whether there is a document of the steps that the column shows. */
static gboolean
has_paper (const KlasterDualEntry *entry,
           Column                  column)
{
  guint steps = 0;

  if (columns[column].step >= 0)
    steps |= 1u << columns[column].step;
  if (columns[column].other >= 0)
    steps |= 1u << columns[column].other;

  return (entry->papers & steps) != 0;
}

static char *
get_number (const KlasterRow *place,
            guint             column)
{
  return klaster_row_is_null (place, column) ? g_strdup ("?")
                                             : g_strdup_printf ("%d", (int) klaster_row_get_integer (place, column));
}

/* Two numbers that belong together, "" while none is known. */
static char *
get_numbers (const KlasterRow *place,
             guint             first,
             const char       *sign,
             guint             second)
{
  g_autofree char *left = get_number (place, first);
  g_autofree char *right = get_number (place, second);

  if (klaster_row_is_null (place, first) && klaster_row_is_null (place, second))
    return g_strdup ("");

  return g_strconcat (left, sign, right, NULL);
}

static char *
get_text (const KlasterRow *place,
          Column            column)
{
  switch (column)
    {
    case COLUMN_PLACE:
      {
        const char *specialty = klaster_row_get_text (place, KLASTER_DUAL_PLACE_SPECIALTY);

        return g_strdup (specialty ? specialty : _("No specialty yet"));
      }
    case COLUMN_YEAR:
      return g_strdup (klaster_row_get_text (place, KLASTER_DUAL_PLACE_ACADEMIC_YEAR));
    case COLUMN_ADMISSION:
      return get_numbers (place, KLASTER_DUAL_PLACE_ADMITTED, " / ", KLASTER_DUAL_PLACE_QUOTA);
    case COLUMN_STUDENTS:
      return get_numbers (place, KLASTER_DUAL_PLACE_STUDENT_CONTRACTS, " / ", KLASTER_DUAL_PLACE_ADMITTED);
    case COLUMN_WEEK:
      return get_numbers (place, KLASTER_DUAL_PLACE_STUDY_DAYS, " + ", KLASTER_DUAL_PLACE_WORK_DAYS);
    case COLUMN_NEED:
    case COLUMN_PROPOSAL:
    case COLUMN_NAMED:
    case COLUMN_CONTRACT:
    case COLUMN_WORKPLACE:
    case N_COLUMNS:
    default:
      return NULL;
    }
}

/* Whose place it is. */
static char *
get_members (KlasterSnapshot  *snapshot,
             const KlasterRow *place)
{
  static const guint references[] = { KLASTER_DUAL_PLACE_EMPLOYER_ID, KLASTER_DUAL_PLACE_INSTITUTION_ID };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                                 klaster_row_get_integer (place, references[i]));

      if (row)
        g_ptr_array_add (names, klaster_record_describe (snapshot, row, klaster_language_get_default ()));
    }
  g_ptr_array_add (names, NULL);

  return g_strjoinv (" · ", (char **) names->pdata);
}

/* What is read aloud of a cell. */
static char *
describe_cell (const KlasterDualEntry *entry,
               Column                  column,
               const char             *text,
               const char             *second)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  if (entry && column != COLUMN_YEAR)
    g_ptr_array_add (parts, (gpointer) klaster_check_status_get_name (get_status (entry, column)));
  if (text && *text)
    g_ptr_array_add (parts, (gpointer) text);
  if (second && *second)
    g_ptr_array_add (parts, (gpointer) second);
  if (entry && has_paper (entry, column))
    /* Translators: read aloud of a step: there is a document of it */
    g_ptr_array_add (parts, _("with a document"));
  g_ptr_array_add (parts, NULL);
  joined = g_strjoinv (", ", (char **) parts->pdata);

  return g_strdup_printf ("%s: %s", get_column_title (column), joined);
}

static void
show_cell_cb (GtkWidget *widget,
              guint      column,
              gint64     id,
              gpointer   user_data)
{
  KlasterDualView *self = user_data;
  Cell *cell = get_cell (widget);
  KlasterProject *project = klaster_worker_view_get_project (KLASTER_WORKER_VIEW (self));
  KlasterSnapshot *snapshot = project ? klaster_project_get_snapshot (project) : NULL;
  KlasterRow *place = snapshot ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_DUAL_PLACE, id) : NULL;
  const KlasterDualEntry *entry = g_hash_table_lookup (self->entries, &id);
  g_autofree char *text = NULL;
  g_autofree char *second = NULL;
  g_autofree char *name = NULL;

  cell->id = id;
  if (place == NULL)
    return;

  text = get_text (place, cell->column);
  gtk_label_set_label (GTK_LABEL (cell->label), text ? text : "");
  gtk_widget_set_visible (cell->label, text && *text);
  if (cell->second)
    {
      second = get_members (snapshot, place);
      gtk_label_set_label (GTK_LABEL (cell->second), *second ? second : _("Nobody chosen yet"));
    }
  gtk_widget_set_visible (cell->icon, cell->column != COLUMN_YEAR && entry != NULL);
  gtk_widget_set_visible (cell->paper, entry != NULL && has_paper (entry, cell->column));
  if (cell->column != COLUMN_YEAR && entry != NULL)
    {
      klaster_check_icon_show (cell->icon, get_status (entry, cell->column));
      /* The cell says it, with what was found. */
      gtk_widget_set_tooltip_text (cell->icon, NULL);
    }
  name = describe_cell (entry, cell->column, text, second);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
add_findings (GString    *text,
              GPtrArray  *results,
              int         step)
{
  const char *const *rules = step < 0 ? NULL : klaster_dual_step_get_rules ((KlasterDualStep) step);

  for (guint i = 0; rules && rules[i]; i++)
    {
      const KlasterCheckResult *result = klaster_check_find_result (results, rules[i]);

      if (result)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", result->text);
    }
}

/* Names of the documents of the steps that the column shows. */
static void
add_papers (GString         *text,
            KlasterSnapshot *snapshot,
            gint64           place,
            Column           column)
{
  const char *owner = klaster_schema_get_table (KLASTER_TABLE_DUAL_PLACE)->name;
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_ATTACHMENT);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *part = klaster_row_get_text (row, KLASTER_ATTACHMENT_PART);
      const char *name = klaster_row_get_text (row, KLASTER_ATTACHMENT_NAME);

      if (klaster_row_get_integer (row, KLASTER_ATTACHMENT_OWNER_ID) != place || part == NULL || name == NULL ||
          g_strcmp0 (klaster_row_get_text (row, KLASTER_ATTACHMENT_OWNER_TABLE), owner) != 0)
        continue;
      for (guint s = KLASTER_DUAL_PLACE + 1; s < KLASTER_N_DUAL_STEPS; s++)
        if (strcmp (part, klaster_dual_step_get_id (s)) == 0 &&
            ((int) s == columns[column].step || (int) s == columns[column].other))
          {
            if (text->len > 0)
              g_string_append_c (text, '\n');
            /* Translators: %s is the name of a file */
            g_string_append_printf (text, _("Document: %s"), name);
          }
    }
}

/* What was found, asked for when somebody wants to know. */
static gboolean
query_tooltip_cb (GtkWidget       *widget,
                  int              x,
                  int              y,
                  gboolean         keyboard,
                  GtkTooltip      *tooltip,
                  KlasterDualView *self)
{
  Cell *cell = get_cell (widget);
  KlasterProject *project = klaster_worker_view_get_project (KLASTER_WORKER_VIEW (self));
  KlasterSnapshot *snapshot;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *date = klaster_worker_view_dup_date (KLASTER_WORKER_VIEW (self));

  if (project == NULL || cell->column == COLUMN_YEAR)
    return FALSE;

  snapshot = klaster_project_get_snapshot (project);
  results = klaster_check_record (snapshot, KLASTER_TABLE_DUAL_PLACE, cell->id, date, klaster_language_get_default ());
  if (cell->column == COLUMN_PLACE)
    for (guint s = 0; s < KLASTER_N_DUAL_STEPS; s++)
      {
        if (klaster_dual_step_get_status (s, results) == KLASTER_CHECK_NOT_MET)
          add_findings (text, results, (int) s);
      }
  else
    {
      add_findings (text, results, columns[cell->column].step);
      add_findings (text, results, columns[cell->column].other);
    }
  add_papers (text, snapshot, cell->id, cell->column);
  gtk_tooltip_set_text (tooltip, text->str);

  return text->len > 0;
}

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
make_cell_cb (guint    column,
              gpointer user_data)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "spacing", 10, "accessible-role", GTK_ACCESSIBLE_ROLE_GRID_CELL, "focusable",
                                 TRUE, "has-tooltip", TRUE, NULL);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *signs = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  Cell *cell = g_new0 (Cell, 1);

  cell->column = column;
  cell->icon = klaster_check_icon_new ();
  cell->paper = gtk_image_new_from_icon_name ("mail-attachment-symbolic");
  gtk_widget_add_css_class (cell->paper, "dim-label");
  cell->label = make_label (column > COLUMN_PLACE ? "numeric" : NULL);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (signs), cell->icon);
  gtk_box_append (GTK_BOX (signs), cell->paper);
  if (column == COLUMN_PLACE)
    {
      gtk_box_append (GTK_BOX (box), signs);
      cell->second = make_label ("caption");
      gtk_widget_add_css_class (cell->second, "dim-label");
    }
  else
    {
      gtk_box_append (GTK_BOX (lines), signs);
    }
  gtk_box_append (GTK_BOX (lines), cell->label);
  if (cell->second)
    gtk_box_append (GTK_BOX (lines), cell->second);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_widget_add_css_class (box, "dual-cell");
  g_object_set_data_full (G_OBJECT (box), "cell", cell, g_free);
  g_signal_connect_object (box, "query-tooltip", G_CALLBACK (query_tooltip_cb), user_data, 0);

  return box;
}

/* The steps are as narrow as what they show when there is little room: all are seen where a page has 700 pixels. */
static void
insert (KlasterGrid *grid,
        guint        position,
        guint        column,
        const char  *title)
{
  const char *widest = columns[column].widest ? columns[column].widest : "";
  int least = MAX (column == COLUMN_YEAR ? 0 : SIGNS_WIDTH, klaster_grid_measure_text (grid, widest)) + CELL_PADDING;
  int width = MAX (least, klaster_grid_measure_text (grid, title) + CELL_PADDING);

  klaster_grid_insert_column (grid, position, column, title, column == COLUMN_PLACE ? 300 : width, FALSE);
  klaster_grid_set_flexible (grid, column, column == COLUMN_PLACE ? 150 : least, column == COLUMN_PLACE ? 1 : 0, 0);
}

static const char *
get_column_name (guint column)
{
  return columns[column].name;
}

static char *
dup_column_title (guint column)
{
  return g_strdup (get_column_title (column));
}

static GArray *
list_default_columns (void)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < N_COLUMNS; i++)
    g_array_append_val (all, i);

  return all;
}

static const KlasterColumnSet column_set = {
  .group = "dual",
  .setting = "dual-columns",
  .first = 0,
  .n_columns = N_COLUMNS,
  .get_name = get_column_name,
  .dup_title = dup_column_title,
  .insert = insert,
  .list_default = list_default_columns,
};

static void
klaster_dual_view_update_actions (KlasterWorkerView *view)
{
  KlasterSelection *selection = klaster_worker_view_get_selection (view);
  gboolean editable = klaster_worker_view_get_editable (view);
  gboolean places = selection && klaster_selection_get_table (selection) == KLASTER_TABLE_DUAL_PLACE &&
                    klaster_selection_get_n (selection) > 0;

  klaster_worker_view_set_enabled (view, "add", editable);
  klaster_worker_view_set_enabled (view, "copy", editable && places);
}

/* How many places there are, and how many of each status. */
static void
update_summary (KlasterDualView *self)
{
  static const KlasterCheckStatus order[] = { KLASTER_CHECK_NOT_MET, KLASTER_CHECK_PARTLY, KLASTER_CHECK_UNKNOWN,
                                              KLASTER_CHECK_MET };
  guint n = self->list ? self->list->entries->len : 0;
  gboolean filtered = self->list && self->list->n_hidden > 0;
  GtkWidget *empty = klaster_worker_view_get_empty (KLASTER_WORKER_VIEW (self));
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u place", "%u places", n), n);
  for (guint i = 0; self->list && i < G_N_ELEMENTS (order); i++)
    if (self->list->n_by_status[order[i]] > 0)
      /* Translators: how many places have a status: “ · Not met: 2” */
      g_string_append_printf (text, _(" · %s: %u"), klaster_check_status_get_name (order[i]), self->list->n_by_status[order[i]]);
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), filtered ? _("No Place in This Academic Year")
                                                                     : _("No Dual Education Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (empty),
                                   filtered ? _("Look at all years, or add a place for this one.")
                                            : _("A place joins a vocational institution, an employer and a specialty for one "
                                                "academic year. Select the two members before, and the new place is theirs."));
  gtk_widget_set_visible (self->all_years_button, filtered);
  klaster_worker_view_set_summary (KLASTER_WORKER_VIEW (self), n > 0 ? text->str : "", n == 0 && self->list != NULL);
}

typedef struct
{
  KlasterSnapshot *snapshot;
  char *academic_year;
  char *date;
  KlasterLanguage language;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  klaster_snapshot_unref (job->snapshot);
  g_free (job->academic_year);
  g_free (job->date);
  g_free (job);
}

static gpointer
klaster_dual_view_prepare (KlasterWorkerView *view,
                           KlasterSnapshot   *snapshot)
{
  KlasterScope *scope = klaster_worker_view_get_scope (view);
  Job *job = g_new (Job, 1);

  *job = (Job) { klaster_snapshot_ref (snapshot), g_strdup (scope ? klaster_scope_get_academic_year (scope) : NULL),
                 klaster_worker_view_dup_date (view), klaster_language_get_default () };

  return job;
}

static gpointer
klaster_dual_view_work (gpointer      data,
                        GCancellable *cancellable)
{
  Job *job = data;

  return klaster_dual_list_new (job->snapshot, job->academic_year, job->date, job->language, cancellable);
}

static void
klaster_dual_view_take (KlasterWorkerView *view,
                        gpointer           data,
                        gpointer           result)
{
  KlasterDualView *self = KLASTER_DUAL_VIEW (view);
  KlasterDualList *list = result;
  Job *job = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_hash_table_remove_all (self->entries);
  g_clear_pointer (&self->list, klaster_dual_list_free);
  self->list = list;
  for (guint i = 0; i < list->entries->len; i++)
    {
      KlasterDualEntry *entry = &g_array_index (list->entries, KlasterDualEntry, i);

      g_hash_table_insert (self->entries, &entry->id, entry);
      g_array_append_val (ids, entry->id);
    }
  klaster_record_list_set_content (self->records, job->snapshot, (const gint64 *) (gpointer) ids->data, ids->len);
  update_summary (self);
}

static void
klaster_dual_view_refresh (KlasterWorkerView *view)
{
  klaster_row_list_refresh (klaster_grid_get_rows (KLASTER_DUAL_VIEW (view)->grid));
}

static void
klaster_dual_view_forget (KlasterWorkerView *view)
{
  KlasterDualView *self = KLASTER_DUAL_VIEW (view);
  KlasterProject *project = klaster_worker_view_get_project (view);
  g_autoptr (KlasterViewState) state = project ? klaster_view_state_get (klaster_project_get_uuid (project)) : NULL;

  g_hash_table_remove_all (self->entries);
  g_clear_pointer (&self->list, klaster_dual_list_free);
  klaster_column_chooser_set_state (self->chooser, state);
}

static void
klaster_dual_view_changed (KlasterWorkerView *view,
                           KlasterDelta      *delta)
{
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (klaster_worker_view_get_project (view));

  klaster_record_list_update (KLASTER_DUAL_VIEW (view)->records, snapshot, delta);
  klaster_dual_view_refresh (view);
}

static void
all_years_cb (KlasterDualView *self)
{
  KlasterScope *scope = klaster_worker_view_get_scope (KLASTER_WORKER_VIEW (self));

  if (scope)
    klaster_scope_set_academic_year (scope, NULL);
}

static void
add_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  KlasterWorkerView *view = data;
  KlasterProject *project = klaster_worker_view_get_project (view);
  KlasterSelection *selection = klaster_worker_view_get_selection (view);
  g_autoptr (KlasterEdit) edit = NULL;
  KlasterScope *scope = klaster_worker_view_get_scope (view);
  g_autofree char *this_year = scope ? klaster_scope_dup_year (scope, 0) : NULL;
  const char *year = scope ? klaster_scope_get_academic_year (scope) : NULL;
  const gint64 *members = NULL;
  guint n_members = 0;
  gint64 id;

  if (selection && klaster_selection_get_table (selection) == KLASTER_TABLE_INSTITUTION)
    members = klaster_selection_get_ids (selection, &n_members);
  edit = klaster_dual_edit_add (klaster_project_get_snapshot (project), year ? year : this_year, members, n_members, &id);
  klaster_apply_edit (GTK_WIDGET (view), project, edit, NULL);
  if (selection)
    klaster_selection_select (selection, KLASTER_TABLE_DUAL_PLACE, id);
  gtk_widget_activate_action (GTK_WIDGET (view), "win.open-record", NULL);
}

static void
copy_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  KlasterWorkerView *view = data;
  KlasterProject *project = klaster_worker_view_get_project (view);
  KlasterSelection *selection = klaster_worker_view_get_selection (view);
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GArray) new_ids = NULL;
  g_autofree char *toast = NULL;
  guint n_ids, n_skipped;
  const gint64 *ids = klaster_selection_get_ids (selection, &n_ids);

  edit = klaster_dual_edit_copy (klaster_project_get_snapshot (project), ids, n_ids, &new_ids, &n_skipped);
  if (edit == NULL)
    {
      GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (view), ADW_TYPE_TOAST_OVERLAY);

      if (overlay)
        adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay),
                                     adw_toast_new (_("There is a place for the next year already, or the place has no academic year")));
      return;
    }
  toast = n_skipped > 0
            ? g_strdup_printf (ngettext ("%u place copied to the next year; the others are there already",
                                         "%u places copied to the next year; the others are there already", new_ids->len),
                               new_ids->len)
            : g_strdup_printf (ngettext ("%u place copied to the next year", "%u places copied to the next year", new_ids->len),
                               new_ids->len);
  klaster_apply_edit (GTK_WIDGET (view), project, edit, toast);
  klaster_selection_set (selection, KLASTER_TABLE_DUAL_PLACE, (const gint64 *) (gpointer) new_ids->data, new_ids->len,
                         g_array_index (new_ids, gint64, 0));
}

static void
klaster_dual_view_selection_set (KlasterWorkerView *view)
{
  KlasterDualView *self = KLASTER_DUAL_VIEW (view);

  klaster_grid_set_list (self->grid, self->records, klaster_worker_view_get_selection (view));
}

static void
activate_cb (KlasterDualView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

static void
klaster_dual_view_dispose (GObject *object)
{
  KlasterDualView *self = KLASTER_DUAL_VIEW (object);

  if (self->grid)
    klaster_grid_set_list (self->grid, NULL, NULL);
  self->grid = NULL;
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (klaster_dual_view_parent_class)->dispose (object);
}

static void
klaster_dual_view_finalize (GObject *object)
{
  KlasterDualView *self = KLASTER_DUAL_VIEW (object);

  g_object_unref (self->records);
  g_hash_table_unref (self->entries);
  g_clear_pointer (&self->list, klaster_dual_list_free);

  G_OBJECT_CLASS (klaster_dual_view_parent_class)->finalize (object);
}

static void
klaster_dual_view_class_init (KlasterDualViewClass *klass)
{
  KlasterWorkerViewClass *view_class = KLASTER_WORKER_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = klaster_dual_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = klaster_dual_view_finalize;
  view_class->prepare = klaster_dual_view_prepare;
  view_class->job_free = job_free;
  view_class->work = klaster_dual_view_work;
  view_class->list_free = (GDestroyNotify) klaster_dual_list_free;
  view_class->take = klaster_dual_view_take;
  view_class->forget = klaster_dual_view_forget;
  view_class->changed = klaster_dual_view_changed;
  view_class->selection_set = klaster_dual_view_selection_set;
  view_class->refresh = klaster_dual_view_refresh;
  view_class->update_actions = klaster_dual_view_update_actions;
}

static GtkWidget *
make_columns_button (KlasterDualView *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->chooser));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "klaster-columns-symbolic");
  klaster_set_tooltip (button, _("Choose Columns"));
  gtk_widget_add_css_class (button, "flat");

  return button;
}

static void
fill_bar (KlasterDualView *self)
{
  GtkWidget *bar = klaster_worker_view_get_bar (KLASTER_WORKER_VIEW (self));
  GtkWidget *add = gtk_button_new_with_mnemonic (_("New _Place"));
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_box_append (GTK_BOX (bar), make_columns_button (self));
  klaster_set_tooltip (copy, _("Copy the Selected Places to the Next Academic Year"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "dual.copy");
  gtk_widget_add_css_class (copy, "flat");
  gtk_box_append (GTK_BOX (bar), copy);
  gtk_widget_set_tooltip_text (add, _("Add a Place of Dual Education"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "dual.add");
  gtk_widget_add_css_class (add, "suggested-action");
  gtk_box_append (GTK_BOX (bar), add);
}

static void
klaster_dual_view_init (KlasterDualView *self)
{
  static const GActionEntry entries[] = {
    { .name = "add", .activate = add_cb },
    { .name = "copy", .activate = copy_cb },
  };
  KlasterWorkerView *view = KLASTER_WORKER_VIEW (self);

  self->entries = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->records = klaster_record_list_new (KLASTER_TABLE_DUAL_PLACE);
  klaster_worker_view_add_actions (view, "dual", entries, G_N_ELEMENTS (entries));
  self->grid = KLASTER_GRID (klaster_grid_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->grid), "register");
  klaster_grid_set_cells (self->grid, make_cell_cb, show_cell_cb, self);
  self->chooser = g_object_ref_sink (KLASTER_COLUMN_CHOOSER (klaster_column_chooser_new (self->grid, &column_set)));
  g_signal_connect_object (klaster_grid_get_rows (self->grid), "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  klaster_worker_view_set_table (view, GTK_WIDGET (self->grid), _("Dual education"));
  self->all_years_button = gtk_button_new_with_mnemonic (_("_Show All Years"));
  gtk_widget_add_css_class (self->all_years_button, "pill");
  gtk_widget_set_halign (self->all_years_button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->all_years_button, "clicked", G_CALLBACK (all_years_cb), self, G_CONNECT_SWAPPED);
  adw_status_page_set_child (ADW_STATUS_PAGE (klaster_worker_view_get_empty (view)), self->all_years_button);
  fill_bar (self);
}

/**
 * klaster_dual_view_new:
 *
 * Returns: (transfer floating): a table without places
 */
GtkWidget *
klaster_dual_view_new (void)
{
  return g_object_new (KLASTER_TYPE_DUAL_VIEW, NULL);
}
