/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-agreement-text.h"
#include "klaster-language.h"
#include "klaster-query-model.h"
#include "klaster-record-group.h"
#include "klaster-record-list.h"
#include "klaster-record-picker.h"
#include "klaster-text.h"
#include "klaster-worker.h"

struct _KlasterRecordPicker
{
  GtkBox parent_instance;

  KlasterProject *project;
  KlasterTable table;
  KlasterQueryModel *members; /* for institutions: searches all their names; NULL for other tables */
  KlasterSnapshot *snapshot;   /* what the list was made from */
  KlasterRecordList *records;  /* those that match the search */
  GPtrArray *entries;          /* Entry, in order; NULL while they are made, and for institutions */
  GCancellable *cancellable;
  GArray *left_out;            /* ids: members that are not offered */
  gboolean wants_first;        /* Enter came before what was searched for was found */

  GtkWidget *search;
  GtkWidget *none_button;
  GtkWidget *list;
  GtkWidget *nothing;
};

typedef struct
{
  gint64 id;
  char *folded;
  char *key;
} Entry;

typedef struct
{
  KlasterSnapshot *snapshot;
  KlasterTable table;
  guint column;
  GArray *above;
  KlasterLanguage language;
} Job;

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterRecordPicker, klaster_record_picker, GTK_TYPE_BOX)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->folded);
  g_free (entry->key);
  g_free (entry);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  klaster_snapshot_unref (job->snapshot);
  g_array_unref (job->above);
  g_free (job);
}

/* The second line: what tells records of one name apart. */
static char *
describe_more (KlasterSnapshot  *snapshot,
               const KlasterRow *row,
               KlasterLanguage   language)
{
  if (klaster_row_get_table (row) == KLASTER_TABLE_INSTITUTION)
    {
      const char *district = klaster_row_get_text (row, KLASTER_INSTITUTION_DISTRICT);
      const char *kind = klaster_vocabulary_get_name (snapshot, "institution_kinds",
                                                      klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), language);

      return district ? g_strdup_printf ("%s · %s", kind, district) : g_strdup (kind);
    }
  if (klaster_row_get_table (row) == KLASTER_TABLE_AGREEMENT)
    {
      const char *kind = klaster_row_get_text (row, KLASTER_AGREEMENT_KIND);
      const char *name = kind ? klaster_vocabulary_get_name (snapshot, "agreement_kinds", kind, language) : "";
      g_autofree char *period = klaster_agreement_describe_period (row, language);

      return *name && *period ? g_strdup_printf ("%s · %s", name, period) : g_strdup (*name ? name : period);
    }
  if (klaster_row_get_table (row) == KLASTER_TABLE_GOAL)
    {
      KlasterRow *owner = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                                   klaster_row_get_integer (row, KLASTER_GOAL_INSTITUTION_ID));

      return owner ? klaster_record_describe (snapshot, owner, language) : g_strdup (_("Goal of the cluster"));
    }

  return NULL;
}

static gboolean
lies_below (const Job        *job,
            const KlasterRow *row)
{
  for (const KlasterRow *at = row; at != NULL;
       at = klaster_snapshot_lookup (job->snapshot, job->table, klaster_row_get_integer (at, job->column)))
    for (guint i = 0; i < job->above->len; i++)
      if (g_array_index (job->above, gint64, i) == klaster_row_get_id (at))
        return TRUE;

  return FALSE;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  return strcmp ((*(Entry *const *) a)->key, (*(Entry *const *) b)->key);
}

static void
list_on_worker (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, job->snapshot, job->table);
  while (klaster_row_iter_next (&iter, &row) && !g_cancellable_is_cancelled (cancellable))
    {
      g_autofree char *name = NULL;
      g_autofree char *more = NULL;
      g_autofree char *text = NULL;
      Entry *entry;

      if (job->above->len > 0 && lies_below (job, row))
        continue;
      name = klaster_record_describe (job->snapshot, row, job->language);
      more = describe_more (job->snapshot, row, job->language);
      text = g_strconcat (name, " ", more, NULL);
      entry = g_new (Entry, 1);
      *entry = (Entry) { klaster_row_get_id (row), klaster_text_fold (text), klaster_text_collate_key (name) };
      g_ptr_array_add (entries, entry);
    }
  g_ptr_array_sort (entries, compare_entries);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&entries), (GDestroyNotify) g_ptr_array_unref);
}

/* Says why the list is empty; nothing while it is still being made. */
static void
explain (KlasterRecordPicker *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->records)) == 0;
  gboolean is_searched = *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';

  gtk_widget_set_visible (self->nothing, is_empty && (self->members ? is_searched : self->entries != NULL));
  gtk_label_set_label (GTK_LABEL (self->nothing), is_searched ? _("Nothing matches.") : _("There is none yet."));
}

static void
pick (KlasterRecordPicker *self,
      guint                position)
{
  if (position < g_list_model_get_n_items (G_LIST_MODEL (self->records)))
    g_signal_emit (self, signals[PICKED], 0, klaster_record_list_get_id (self->records, position));
}

/* Enter may come before what was searched for is found. */
static void
pick_wanted (KlasterRecordPicker *self)
{
  if (!self->wants_first)
    return;
  self->wants_first = FALSE;
  pick (self, 0);
}

static void
search_entries (KlasterRecordPicker *self)
{
  g_autofree char *needle = klaster_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; self->entries && i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (*needle == '\0' || klaster_text_matches (entry->folded, needle))
        g_array_append_val (ids, entry->id);
    }
  if (self->snapshot)
    klaster_record_list_set_content (self->records, self->snapshot, (const gint64 *) (gpointer) ids->data, ids->len);
  explain (self);
}

static void
search_changed_cb (KlasterRecordPicker *self)
{
  g_autoptr (KlasterQuery) query = NULL;

  if (self->members == NULL)
    {
      search_entries (self);
      return;
    }

  query = klaster_query_new (KLASTER_TABLE_INSTITUTION);
  klaster_query_set_search (query, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  klaster_query_set_left_out (query, (const gint64 *) (gpointer) self->left_out->data, self->left_out->len);
  klaster_query_model_set_query (self->members, query);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GPtrArray *entries = g_task_propagate_pointer (G_TASK (result), NULL);
  KlasterRecordPicker *self = KLASTER_RECORD_PICKER (source);

  if (entries == NULL)
    return;

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = entries;
  search_entries (self);
  pick_wanted (self);
}

static void
list_entries (KlasterRecordPicker *self,
              guint                column,
              const gint64        *above,
              guint                n_above)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  self->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (self->project));

  job = g_new (Job, 1);
  *job = (Job) { klaster_snapshot_ref (self->snapshot), self->table, column, g_array_new (FALSE, FALSE, sizeof (gint64)),
                 klaster_language_get_default () };
  g_array_append_vals (job->above, above, n_above);
  task = g_task_new (self, self->cancellable, listed_cb, NULL);
  g_task_set_source_tag (task, list_entries);
  g_task_set_task_data (task, job, job_free);
  klaster_worker_run_task (task, list_on_worker);
}

/* The entry keeps Escape to itself, which would leave no way out but to choose. */
static void
stop_search_cb (KlasterRecordPicker *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

/* Right behind the last letter the list still shows what was searched for before. */
static void
search_activate_cb (KlasterRecordPicker *self)
{
  search_changed_cb (self);
  self->wants_first = TRUE;
  if (self->members ? !klaster_query_model_is_busy (self->members) : self->entries != NULL)
    pick_wanted (self);
}

static void
text_changed_cb (KlasterRecordPicker *self)
{
  self->wants_first = FALSE;
}

static void
busy_cb (KlasterRecordPicker *self)
{
  if (!klaster_query_model_is_busy (self->members))
    pick_wanted (self);
}

static void
none_cb (KlasterRecordPicker *self)
{
  g_signal_emit (self, signals[PICKED], 0, G_GINT64_CONSTANT (0));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         KlasterRecordPicker      *self)
{
  KlasterLanguage language = klaster_language_get_default ();
  KlasterSnapshot *snapshot = self->members ? klaster_project_get_snapshot (self->project) : self->snapshot;
  KlasterRow *row = klaster_record_get_row (gtk_list_item_get_item (item));
  g_autofree char *name = klaster_record_describe (snapshot, row, language);
  g_autofree char *more = describe_more (snapshot, row, language);

  gtk_list_item_set_child (item, klaster_record_content_new (NULL, name, more, NULL, FALSE));
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  gtk_list_item_set_child (item, NULL);
}

static void
klaster_record_picker_dispose (GObject *object)
{
  KlasterRecordPicker *self = KLASTER_RECORD_PICKER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->records);
  g_clear_object (&self->members);
  g_clear_object (&self->project);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);

  G_OBJECT_CLASS (klaster_record_picker_parent_class)->dispose (object);
}

static void
klaster_record_picker_finalize (GObject *object)
{
  g_array_unref (KLASTER_RECORD_PICKER (object)->left_out);

  G_OBJECT_CLASS (klaster_record_picker_parent_class)->finalize (object);
}

static void
klaster_record_picker_class_init (KlasterRecordPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_record_picker_dispose;
  object_class->finalize = klaster_record_picker_finalize;

  signals[PICKED] = g_signal_new ("picked", KLASTER_TYPE_RECORD_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_INT64);
}

static void
klaster_record_picker_init (KlasterRecordPicker *self)
{
  self->left_out = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_size_request (GTK_WIDGET (self), 300, 360);

  self->search = gtk_search_entry_new ();
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->search), 60);
  g_signal_connect_object (self->search, "changed", G_CALLBACK (text_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (search_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activate", G_CALLBACK (search_activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "stop-search", G_CALLBACK (stop_search_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->search);

  self->none_button = gtk_button_new ();
  gtk_widget_add_css_class (self->none_button, "flat");
  g_signal_connect_object (self->none_button, "clicked", G_CALLBACK (none_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->none_button);

  self->nothing = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_box_append (GTK_BOX (self), self->nothing);
}

/**
 * klaster_record_picker_new:
 * @project: the project
 * @table: whose records are offered
 * @none_label: (nullable): what a button says that picks none; %NULL: one has to be picked
 *
 * Returns: (transfer floating): a picker
 */
GtkWidget *
klaster_record_picker_new (KlasterProject *project,
                           KlasterTable    table,
                           const char     *none_label)
{
  KlasterRecordPicker *self = g_object_new (KLASTER_TYPE_RECORD_PICKER, NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->project = g_object_ref (project);
  self->table = table;
  if (none_label)
    gtk_button_set_label (GTK_BUTTON (self->none_button), none_label);
  gtk_widget_set_visible (self->none_button, none_label != NULL);

  if (table == KLASTER_TABLE_INSTITUTION)
    {
      self->members = klaster_query_model_new (project, KLASTER_TABLE_INSTITUTION);
      self->records = g_object_ref (klaster_query_model_get_list (self->members));
      g_signal_connect_object (self->records, "items-changed", G_CALLBACK (explain), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->members, "notify::busy", G_CALLBACK (busy_cb), self, G_CONNECT_SWAPPED);
    }
  else
    {
      self->records = klaster_record_list_new (table);
    }
  g_object_set (self->search, "placeholder-text", self->members ? _("Search members") : _("Search"), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->records)))),
                                  factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  gtk_widget_add_css_class (self->list, "record-list");
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  g_signal_connect_object (self->list, "activate", G_CALLBACK (pick), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self), scroller);

  return GTK_WIDGET (self);
}

/**
 * klaster_record_picker_start:
 * @current: the record that is chosen now, or 0
 * @column: for @above: the column by which records lie below others
 * @above: (array length=n_above) (nullable): records that must not come below themselves; of institutions those that are
 *   not offered
 * @n_above: their number
 *
 * Begins a search anew, over what the project holds now.
 */
void
klaster_record_picker_start (KlasterRecordPicker *self,
                             gint64               current,
                             guint                column,
                             const gint64        *above,
                             guint                n_above)
{
  g_return_if_fail (KLASTER_IS_RECORD_PICKER (self));

  self->wants_first = FALSE;
  g_array_set_size (self->left_out, 0);
  g_array_append_vals (self->left_out, above, n_above);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  if (self->members)
    search_changed_cb (self);
  else
    list_entries (self, column, above, n_above);
  gtk_widget_set_sensitive (self->none_button, current != 0);
  gtk_widget_grab_focus (self->search);
}

/**
 * klaster_record_picker_get_search:
 *
 * Returns: (transfer none): the search entry
 */
GtkWidget *
klaster_record_picker_get_search (KlasterRecordPicker *self)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_PICKER (self), NULL);

  return self->search;
}

/**
 * klaster_record_picker_get_n_found:
 *
 * Returns: how many records are listed
 */
guint
klaster_record_picker_get_n_found (KlasterRecordPicker *self)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_PICKER (self), 0);

  return self->entries || self->members ? g_list_model_get_n_items (G_LIST_MODEL (self->records)) : 0;
}
