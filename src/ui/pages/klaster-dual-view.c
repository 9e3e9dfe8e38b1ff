/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-check-row.h"
#include "klaster-derive.h"
#include "klaster-dual-list.h"
#include "klaster-dual-view.h"
#include "klaster-scope.h"
#include "klaster-selection-model.h"
#include "klaster-side-panel.h"
#include "klaster-spoken.h"
#include "klaster-worker.h"

struct _KlasterDualView
{
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterSelection *selection;
  KlasterScope *scope;
  KlasterRecordList *records;
  KlasterDualList *list;     /* (nullable): what was found last */
  GHashTable *entries;       /* gint64 → KlasterDualEntry of @list */
  GHashTable *bound;         /* GtkListItem → NULL: cells that show something */
  GCancellable *cancellable; /* of the search that runs */
  guint update_id;
  GSimpleActionGroup *actions;

  GtkWidget *summary;
  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *table;
  GtkWidget *empty;
  GtkWidget *all_years_button;
};

enum
{
  PROP_PROJECT = 1,
  PROP_SELECTION,
  PROP_SCOPE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterDualView, klaster_dual_view, ADW_TYPE_BIN)

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

/* Which steps a column shows; the worse of two. */
static const struct
{
  const char *title;
  int step, other; /* -1: none */
} columns[N_COLUMNS] = {
  [COLUMN_PLACE] = { N_("Place"), KLASTER_DUAL_PLACE, -1 },
  [COLUMN_YEAR] = { N_("Year"), -1, -1 },
  [COLUMN_NEED] = { N_("Need"), KLASTER_DUAL_NEED, -1 },
  [COLUMN_PROPOSAL] = { N_("Proposal"), KLASTER_DUAL_PROPOSAL, -1 },
  /* Translators: heading of a narrow column: the ministry has named the institution. */
  [COLUMN_NAMED] = { NC_("dual", "Named"), KLASTER_DUAL_NAMED, -1 },
  [COLUMN_ADMISSION] = { N_("Admission"), KLASTER_DUAL_QUOTA, KLASTER_DUAL_ADMISSION },
  [COLUMN_CONTRACT] = { NC_("dual", "Contract"), KLASTER_DUAL_CONTRACT, -1 },
  [COLUMN_STUDENTS] = { NC_("dual", "Students"), KLASTER_DUAL_STUDENT_CONTRACTS, -1 },
  [COLUMN_WORKPLACE] = { N_("Workplace"), KLASTER_DUAL_WORKPLACE, -1 },
  [COLUMN_WEEK] = { NC_("dual", "Week"), KLASTER_DUAL_WEEK, -1 },
};

static const char *
get_column_title (Column column)
{
  if (column == COLUMN_NAMED || column == COLUMN_CONTRACT || column == COLUMN_STUDENTS || column == COLUMN_WEEK)
    return g_dpgettext2 (GETTEXT_PACKAGE, "dual", columns[column].title);

  return _(columns[column].title);
}

/* A cell: an icon, a line, in the first column another one below. Its tooltip says what was found. */
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

static void
show_item (KlasterDualView *self,
           GtkListItem     *item)
{
  GtkWidget *widget = gtk_list_item_get_child (item);
  Cell *cell = get_cell (widget);
  KlasterRecord *record = gtk_list_item_get_item (item);
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (self->project);
  KlasterRow *place = record ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_DUAL_PLACE, klaster_record_get_id (record)) : NULL;
  const KlasterDualEntry *entry;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (place == NULL)
    return;

  cell->id = klaster_row_get_id (place);
  text = get_text (place, cell->column);
  gtk_label_set_label (GTK_LABEL (cell->label), text ? text : "");
  gtk_widget_set_visible (cell->label, text && *text);
  if (cell->second)
    {
      g_autofree char *members = get_members (snapshot, place);

      gtk_label_set_label (GTK_LABEL (cell->second), *members ? members : _("Nobody chosen yet"));
    }
  entry = g_hash_table_lookup (self->entries, &cell->id);
  gtk_widget_set_visible (cell->icon, cell->column != COLUMN_YEAR && entry != NULL);
  gtk_widget_set_visible (cell->paper, entry != NULL && has_paper (entry, cell->column));
  if (cell->column == COLUMN_YEAR || entry == NULL)
    return;

  klaster_check_icon_show (cell->icon, get_status (entry, cell->column));
  /* The cell says it, with what was found. */
  gtk_widget_set_tooltip_text (cell->icon, NULL);
  name = g_strdup_printf ("%s: %s%s%s%s%s", get_column_title (cell->column),
                          klaster_check_status_get_name (get_status (entry, cell->column)), text && *text ? ", " : "",
                          text ? text : "", has_paper (entry, cell->column) ? ", " : "",
                          /* Translators: read aloud of a step: there is a document of it */
                          has_paper (entry, cell->column) ? _("with a document") : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
refresh (KlasterDualView *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    show_item (self, item);
}

static char *
get_date (KlasterDualView *self)
{
  return self->scope ? klaster_scope_dup_date (self->scope) : klaster_date_today ();
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
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *date = get_date (self);

  if (self->project == NULL || cell->column == COLUMN_YEAR)
    return FALSE;

  results = klaster_check_record (klaster_project_get_snapshot (self->project), KLASTER_TABLE_DUAL_PLACE, cell->id, date,
                                  klaster_language_get_default ());
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
  add_papers (text, klaster_project_get_snapshot (self->project), cell->id, cell->column);
  gtk_tooltip_set_text (tooltip, text->str);

  return text->len > 0;
}

static GtkWidget *
make_label (const char *css_class,
            gboolean    expands)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (expands)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), 22);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
    }
  if (css_class)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          KlasterDualView          *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  Cell *cell = g_new0 (Cell, 1);

  cell->column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
  cell->icon = klaster_check_icon_new ();
  cell->label = make_label (cell->column > COLUMN_PLACE ? "numeric" : NULL, cell->column == COLUMN_PLACE);
  gtk_box_append (GTK_BOX (lines), cell->label);
  if (cell->column == COLUMN_PLACE)
    {
      cell->second = make_label ("caption", TRUE);
      gtk_widget_add_css_class (cell->second, "dim-label");
      gtk_box_append (GTK_BOX (lines), cell->second);
      gtk_widget_set_hexpand (lines, TRUE);
      gtk_box_set_spacing (GTK_BOX (box), 10);
    }
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  cell->paper = gtk_image_new_from_icon_name ("mail-attachment-symbolic");
  gtk_widget_add_css_class (cell->paper, "dim-label");
  gtk_box_append (GTK_BOX (box), cell->icon);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), cell->paper);
  g_object_set_data_full (G_OBJECT (box), "cell", cell, g_free);
  gtk_widget_set_has_tooltip (box, TRUE);
  g_signal_connect_object (box, "query-tooltip", G_CALLBACK (query_tooltip_cb), self, 0);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         KlasterDualView          *self)
{
  g_hash_table_add (self->bound, item);
  show_item (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           KlasterDualView          *self)
{
  g_hash_table_remove (self->bound, item);
}

static void
add_columns (KlasterDualView *self)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (i));
      g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
      g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
      g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
      g_signal_connect_object (factory, "teardown", G_CALLBACK (unbind_cb), self, 0);
      column = gtk_column_view_column_new (get_column_title (i), factory);
      gtk_column_view_column_set_expand (column, i == COLUMN_PLACE);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (self->table), column);
    }
}

static void
update_actions (KlasterDualView *self)
{
  gboolean editable = self->project != NULL && !klaster_project_is_read_only (self->project);
  gboolean places = self->selection && klaster_selection_get_table (self->selection) == KLASTER_TABLE_DUAL_PLACE &&
                    klaster_selection_get_n (self->selection) > 0;
  GAction *add = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "add");
  GAction *copy = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "copy");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (add), editable);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (copy), editable && places);
}

/* How many places there are, and how many of each status. */
static void
update_summary (KlasterDualView *self)
{
  static const KlasterCheckStatus order[] = { KLASTER_CHECK_NOT_MET, KLASTER_CHECK_PARTLY, KLASTER_CHECK_UNKNOWN,
                                              KLASTER_CHECK_MET };
  guint n = self->list ? self->list->entries->len : 0;
  gboolean filtered = self->list && self->list->n_hidden > 0;
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, ngettext ("%u place", "%u places", n), n);
  for (guint i = 0; self->list && i < G_N_ELEMENTS (order); i++)
    if (self->list->n_by_status[order[i]] > 0)
      /* Translators: how many places have a status: “ · Not met: 2” */
      g_string_append_printf (text, _(" · %s: %u"), klaster_check_status_get_name (order[i]), self->list->n_by_status[order[i]]);
  gtk_label_set_label (GTK_LABEL (self->summary), n > 0 ? text->str : "");

  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), filtered ? _("No Place in This Academic Year")
                                                                     : _("No Dual Education Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty),
                                   filtered ? _("Look at all years, or add a place for this one.")
                                            : _("A place joins a vocational institution, an employer and a specialty for one "
                                                "academic year. Select the two members before, and the new place is theirs."));
  gtk_widget_set_visible (self->all_years_button, filtered);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), n > 0 || self->list == NULL ? self->scroller : self->empty);
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

static void
list_on_worker (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Job *job = task_data;
  KlasterDualList *list = klaster_dual_list_new (job->snapshot, job->academic_year, job->date, job->language, cancellable);

  if (list)
    g_task_return_pointer (task, list, (GDestroyNotify) klaster_dual_list_free);
  else
    g_task_return_error_if_cancelled (task);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  KlasterDualView *self = KLASTER_DUAL_VIEW (source);
  KlasterDualList *list = g_task_propagate_pointer (G_TASK (result), NULL);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (list == NULL)
    return;

  g_clear_object (&self->cancellable);
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
  refresh (self);
}

static void
search (KlasterDualView *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->project == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  job = g_new (Job, 1);
  *job = (Job) { klaster_snapshot_ref (klaster_project_get_snapshot (self->project)),
                 g_strdup (self->scope ? klaster_scope_get_academic_year (self->scope) : NULL), get_date (self),
                 klaster_language_get_default () };
  task = g_task_new (self, self->cancellable, listed_cb, NULL);
  g_task_set_source_tag (task, search);
  g_task_set_task_data (task, job, job_free);
  klaster_worker_run_task (task, list_on_worker);
}

static gboolean
update_cb (gpointer user_data)
{
  KlasterDualView *self = user_data;

  self->update_id = 0;
  search (self);

  return G_SOURCE_REMOVE;
}

/* Several changes before the next frame are one. */
static void
queue_search (KlasterDualView *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_cb, self, NULL);
}

static void
project_changed_cb (KlasterDualView *self,
                    KlasterDelta    *delta)
{
  klaster_record_list_update (self->records, klaster_project_get_snapshot (self->project), delta);
  refresh (self);
  queue_search (self);
}

static void
activate_cb (KlasterDualView *self,
             guint            position)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

static void
all_years_cb (KlasterDualView *self)
{
  if (self->scope)
    klaster_scope_set_academic_year (self->scope, NULL);
}

static void
add_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  KlasterDualView *self = data;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autofree char *this_year = self->scope ? klaster_scope_dup_year (self->scope, 0) : NULL;
  const char *year = self->scope ? klaster_scope_get_academic_year (self->scope) : NULL;
  const gint64 *members = NULL;
  guint n_members = 0;
  gint64 id;

  if (self->selection && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION)
    members = klaster_selection_get_ids (self->selection, &n_members);
  edit = klaster_dual_edit_add (klaster_project_get_snapshot (self->project), year ? year : this_year, members, n_members, &id);
  klaster_apply_edit (GTK_WIDGET (self), self->project, edit, NULL);
  if (self->selection)
    klaster_selection_select (self->selection, KLASTER_TABLE_DUAL_PLACE, id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

static void
copy_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  KlasterDualView *self = data;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GArray) new_ids = NULL;
  g_autofree char *toast = NULL;
  guint n_ids, n_skipped;
  const gint64 *ids = klaster_selection_get_ids (self->selection, &n_ids);

  edit = klaster_dual_edit_copy (klaster_project_get_snapshot (self->project), ids, n_ids, &new_ids, &n_skipped);
  if (edit == NULL)
    {
      GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

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
  klaster_apply_edit (GTK_WIDGET (self), self->project, edit, toast);
  klaster_selection_set (self->selection, KLASTER_TABLE_DUAL_PLACE, (const gint64 *) (gpointer) new_ids->data, new_ids->len,
                         g_array_index (new_ids, gint64, 0));
}

static void
update_model (KlasterDualView *self)
{
  if (self->selection)
    {
      g_autoptr (KlasterSelectionModel) model = klaster_selection_model_new (self->records, self->selection);

      gtk_column_view_set_model (GTK_COLUMN_VIEW (self->table), GTK_SELECTION_MODEL (model));
    }
  else
    {
      gtk_column_view_set_model (GTK_COLUMN_VIEW (self->table), NULL);
    }
}

static void
set_project (KlasterDualView *self,
             KlasterProject  *project)
{
  if (self->project == project)
    return;

  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_hash_table_remove_all (self->entries);
  g_clear_pointer (&self->list, klaster_dual_list_free);
  g_set_object (&self->project, project);
  if (project)
    {
      g_signal_connect_object (project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::save-state", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
    }
  update_actions (self);
  search (self);
}

static void
klaster_dual_view_dispose (GObject *object)
{
  KlasterDualView *self = KLASTER_DUAL_VIEW (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->scope)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  if (self->table)
    gtk_column_view_set_model (GTK_COLUMN_VIEW (self->table), NULL);
  self->table = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->actions);
  g_clear_object (&self->records);
  g_clear_object (&self->project);
  g_clear_object (&self->selection);
  g_clear_object (&self->scope);

  G_OBJECT_CLASS (klaster_dual_view_parent_class)->dispose (object);
}

static void
klaster_dual_view_finalize (GObject *object)
{
  KlasterDualView *self = KLASTER_DUAL_VIEW (object);

  g_hash_table_unref (self->bound);
  g_hash_table_unref (self->entries);
  g_clear_pointer (&self->list, klaster_dual_list_free);

  G_OBJECT_CLASS (klaster_dual_view_parent_class)->finalize (object);
}

static void
klaster_dual_view_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  KlasterDualView *self = KLASTER_DUAL_VIEW (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_SCOPE:
      g_value_set_object (value, self->scope);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_dual_view_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  KlasterDualView *self = KLASTER_DUAL_VIEW (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    case PROP_SELECTION:
      if (self->selection)
        g_signal_handlers_disconnect_by_data (self->selection, self);
      g_set_object (&self->selection, g_value_get_object (value));
      if (self->selection)
        g_signal_connect_object (self->selection, "changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
      update_model (self);
      update_actions (self);
      break;
    case PROP_SCOPE:
      if (self->scope)
        g_signal_handlers_disconnect_by_data (self->scope, self);
      g_set_object (&self->scope, g_value_get_object (value));
      if (self->scope)
        g_signal_connect_object (self->scope, "changed", G_CALLBACK (search), self, G_CONNECT_SWAPPED);
      search (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_dual_view_class_init (KlasterDualViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = klaster_dual_view_dispose;
  object_class->finalize = klaster_dual_view_finalize;
  object_class->get_property = klaster_dual_view_get_property;
  object_class->set_property = klaster_dual_view_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT, flags);
  properties[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, flags);
  properties[PROP_SCOPE] = g_param_spec_object ("scope", NULL, NULL, KLASTER_TYPE_SCOPE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static GtkWidget *
make_bar (KlasterDualView *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *add = gtk_button_new_with_mnemonic (_("New _Place"));
  GtkWidget *copy;

  gtk_widget_add_css_class (bar, "view-bar");
  self->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->summary), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->summary), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->summary, TRUE);
  gtk_widget_add_css_class (self->summary, "dim-label");
  gtk_widget_set_tooltip_text (add, _("Add a Place of Dual Education"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "dual.add");
  gtk_widget_add_css_class (add, "suggested-action");
  gtk_box_append (GTK_BOX (bar), self->summary);
  copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  klaster_set_tooltip (copy, _("Copy the Selected Places to the Next Academic Year"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "dual.copy");
  gtk_widget_add_css_class (copy, "flat");
  gtk_box_append (GTK_BOX (bar), copy);
  gtk_box_append (GTK_BOX (bar), add);

  return bar;
}

static void
klaster_dual_view_init (KlasterDualView *self)
{
  static const GActionEntry entries[] = {
    { .name = "add", .activate = add_cb },
    { .name = "copy", .activate = copy_cb },
  };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->bound = g_hash_table_new (NULL, NULL);
  self->entries = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->records = klaster_record_list_new (KLASTER_TABLE_DUAL_PLACE);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "dual", G_ACTION_GROUP (self->actions));

  self->scroller = gtk_scrolled_window_new ();
  self->table = gtk_column_view_new (NULL);
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (self->table), TRUE);
  gtk_widget_add_css_class (self->table, "register-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Dual education"), -1);
  g_signal_connect_object (self->table, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  add_columns (self);
  gtk_widget_add_css_class (self->scroller, "view");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->table);

  self->empty = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty), "klaster-page-agreements-symbolic");
  gtk_widget_add_css_class (self->empty, "compact");
  self->all_years_button = gtk_button_new_with_mnemonic (_("_Show All Years"));
  gtk_widget_add_css_class (self->all_years_button, "pill");
  gtk_widget_set_halign (self->all_years_button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->all_years_button, "clicked", G_CALLBACK (all_years_cb), self, G_CONNECT_SWAPPED);
  adw_status_page_set_child (ADW_STATUS_PAGE (self->empty), self->all_years_button);

  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_stack_add_child (GTK_STACK (self->stack), self->scroller);
  gtk_stack_add_child (GTK_STACK (self->stack), self->empty);
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), self->stack);
  adw_bin_set_child (ADW_BIN (self), box);
  update_actions (self);
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

/**
 * klaster_dual_view_get_table:
 *
 * Returns: (transfer none): the GtkColumnView
 */
GtkWidget *
klaster_dual_view_get_table (KlasterDualView *self)
{
  g_return_val_if_fail (KLASTER_IS_DUAL_VIEW (self), NULL);

  return self->table;
}

/**
 * klaster_dual_view_is_ready:
 *
 * Returns: whether nothing is being looked for
 */
gboolean
klaster_dual_view_is_ready (KlasterDualView *self)
{
  g_return_val_if_fail (KLASTER_IS_DUAL_VIEW (self), FALSE);

  return self->list != NULL && self->cancellable == NULL && self->update_id == 0;
}
