/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-find-bar.h"
#include "klaster-members-page-private.h"
#include "klaster-side-panel.h"
#include "klaster-spoken.h"
#include "klaster-table-plan.h"
#include "klaster-worker.h"
#include "klaster-wrap-box.h"

struct _KlasterFindBar
{
  AdwBin parent_instance;

  KlasterMembersPage *page; /* not owned: it owns this */
  GCancellable *cancellable;
  gboolean replacing;
  gboolean finding;
  guint n_wanted; /* next ones that were asked for while it looks */

  GtkWidget *find_entry;
  GtkWidget *replace_entry;
  GtkWidget *where;
  GtkWidget *whole_check;
  GtkWidget *exact_check;
  GtkWidget *next_button;
  GtkWidget *replace_button;
  GtkWidget *count_label;
};

/* What a worker looks through. */
typedef struct
{
  KlasterSnapshot *snapshot;
  gint64 *ids;
  guint n_ids;
  GArray *columns;
  char *find;
  char *replacement;
  KlasterFindFlags flags;
  KlasterLanguage language;
  gint64 start; /* cells in reading order */
  gint64 found;
} Job;

G_DEFINE_FINAL_TYPE (KlasterFindBar, klaster_find_bar, ADW_TYPE_BIN)

static void
job_free (gpointer data)
{
  Job *job = data;

  klaster_snapshot_unref (job->snapshot);
  g_free (job->ids);
  g_array_unref (job->columns);
  g_free (job->find);
  g_free (job->replacement);
  g_free (job);
}

/* The columns that are looked through: the one of the cursor, or all that are shown. */
static GArray *
list_columns (KlasterFindBar *self)
{
  GArray *columns;

  if (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->where)) == 1)
    return klaster_members_page_list_columns (self->page);

  columns = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (columns, self->page->cursor_column);

  return columns;
}

static KlasterFindFlags
get_flags (KlasterFindBar *self)
{
  KlasterFindFlags flags = 0;

  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->whole_check)))
    flags |= KLASTER_FIND_WHOLE;
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->exact_check)))
    flags |= KLASTER_FIND_EXACT;

  return flags;
}

static Job *
make_job (KlasterFindBar *self)
{
  Job *job = g_new0 (Job, 1);
  const gint64 *ids = klaster_record_list_get_ids (klaster_query_model_get_list (self->page->members), &job->n_ids);

  job->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (self->page->project));
  job->ids = g_memdup2 (ids, job->n_ids * sizeof *ids);
  job->columns = list_columns (self);
  job->find = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->find_entry)));
  job->replacement = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->replace_entry)));
  job->flags = get_flags (self);
  job->language = klaster_language_get_default ();

  return job;
}

static gboolean
can_look (KlasterFindBar *self)
{
  return self->page != NULL && self->page->members != NULL && self->page->project != NULL
         && *gtk_editable_get_text (GTK_EDITABLE (self->find_entry)) != '\0';
}

static void
count_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Job *job = data;

  g_task_return_int (task, klaster_table_count (job->snapshot, job->ids, job->n_ids, (const guint *) (gpointer) job->columns->data,
                                                job->columns->len, job->find, job->flags, job->language, cancellable));
}

static void
counted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  KlasterFindBar *self = KLASTER_FIND_BAR (object);
  g_autoptr (GError) error = NULL;
  gssize n = g_task_propagate_int (G_TASK (result), &error);
  g_autofree char *text = NULL;

  if (error != NULL)
    return;

  text = n > 0 ? g_strdup_printf (ngettext ("In %u cell", "In %u cells", (gulong) n), (guint) n) : g_strdup (_("Not found"));
  gtk_label_set_label (GTK_LABEL (self->count_label), text);
  gtk_widget_set_sensitive (self->next_button, n > 0);
  gtk_widget_set_sensitive (self->replace_button, n > 0 && !klaster_project_is_read_only (self->page->project));
}

static void
find_changed_cb (KlasterFindBar *self)
{
  g_autoptr (GTask) task = NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!can_look (self))
    {
      gtk_label_set_label (GTK_LABEL (self->count_label), "");
      gtk_widget_set_sensitive (self->next_button, FALSE);
      gtk_widget_set_sensitive (self->replace_button, FALSE);
      return;
    }

  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, counted_cb, NULL);
  g_task_set_source_tag (task, find_changed_cb);
  g_task_set_task_data (task, make_job (self), job_free);
  klaster_worker_run_task (task, count_thread);
}

static void find_next_cb (KlasterFindBar *self);

static void
find_next_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  Job *job = data;

  job->found = klaster_table_find_next (job->snapshot, job->ids, job->n_ids, (const guint *) (gpointer) job->columns->data,
                                        job->columns->len, job->start, job->find, job->flags, job->language, cancellable);
  g_task_return_boolean (task, job->found >= 0);
}

static void
found_next_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  KlasterFindBar *self = KLASTER_FIND_BAR (object);
  Job *job = g_task_get_task_data (G_TASK (result));
  gboolean found = g_task_propagate_boolean (G_TASK (result), NULL);
  gint position = -1;

  self->finding = FALSE;
  /* The list may be another one by now. */
  if (found && self->page != NULL && self->page->members != NULL)
    position = klaster_record_list_find (klaster_query_model_get_list (self->page->members),
                                         job->ids[job->found / job->columns->len]);
  if (position >= 0)
    {
      GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
      GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

      klaster_members_page_set_cursor (self->page, (guint) position,
                                       g_array_index (job->columns, guint, job->found % job->columns->len), FALSE);
      /* One goes on with Enter. */
      self->page->focus_wanted = FALSE;
      if (focus)
        gtk_widget_grab_focus (focus);
    }
  if (position >= 0 && self->n_wanted > 0)
    {
      self->n_wanted--;
      find_next_cb (self);
    }
  else
    {
      self->n_wanted = 0;
    }
}

/* The next cell after the cursor in reading order, round and round. */
static void
find_next_cb (KlasterFindBar *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job;
  gint position;

  if (!can_look (self))
    return;
  /* Enter again before it is found: the one after that. */
  if (self->finding)
    {
      self->n_wanted++;
      return;
    }

  job = make_job (self);
  position = klaster_members_page_find_cursor (self->page);
  job->start = -1;
  for (guint i = 0; i < job->columns->len && position >= 0; i++)
    if (g_array_index (job->columns, guint, i) == self->page->cursor_column)
      job->start = (gint64) position * job->columns->len + i;
  self->finding = TRUE;
  task = g_task_new (self, NULL, found_next_cb, NULL);
  g_task_set_source_tag (task, find_next_cb);
  g_task_set_task_data (task, job, job_free);
  klaster_worker_run_task (task, find_next_thread);
}

static void
replace_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Job *job = data;

  g_task_return_pointer (task,
                         klaster_table_plan_replace (job->snapshot, job->ids, job->n_ids,
                                                     (const guint *) (gpointer) job->columns->data, job->columns->len, job->find,
                                                     job->replacement, job->flags, job->language),
                         (GDestroyNotify) klaster_table_plan_free);
}

static void
replaced_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  KlasterFindBar *self = KLASTER_FIND_BAR (object);
  g_autoptr (KlasterTablePlan) plan = g_task_propagate_pointer (G_TASK (result), NULL);

  self->replacing = FALSE;
  if (plan == NULL || self->page == NULL || self->page->project == NULL)
    return;
  if (plan->n_cells > 0)
    {
      g_autofree char *toast = g_strdup_printf (ngettext ("Replaced in %u cell", "Replaced in %u cells", plan->n_cells),
                                                plan->n_cells);

      klaster_apply_edit (GTK_WIDGET (self->page), self->page->project, plan->edit, toast);
    }
  if (plan->n_problems > 0)
    {
      const KlasterCellProblem *problem = g_ptr_array_index (plan->problems, 0);
      g_autofree char *text = g_strdup_printf (ngettext ("%u cell stays as it is: %s", "%u cells stay as they are: %s",
                                                         plan->n_problems),
                                               plan->n_problems, problem->message);

      gtk_label_set_label (GTK_LABEL (self->count_label), text);
    }
  else
    {
      find_changed_cb (self);
    }
}

static void
replace_cb (KlasterFindBar *self)
{
  g_autoptr (GTask) task = NULL;

  if (!can_look (self) || self->replacing || klaster_project_is_read_only (self->page->project))
    return;

  klaster_members_page_stop_editing (self->page);
  self->replacing = TRUE;
  task = g_task_new (self, NULL, replaced_cb, NULL);
  g_task_set_source_tag (task, replace_cb);
  g_task_set_task_data (task, make_job (self), job_free);
  klaster_worker_run_task (task, replace_thread);
}

static void
stop_cb (KlasterFindBar *self)
{
  if (self->page)
    {
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->page->find_button), FALSE);
      klaster_members_page_move_cursor (self->page, 0, 0, FALSE);
    }
}

static void
klaster_find_bar_dispose (GObject *object)
{
  KlasterFindBar *self = KLASTER_FIND_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->page = NULL;

  G_OBJECT_CLASS (klaster_find_bar_parent_class)->dispose (object);
}

static void
klaster_find_bar_class_init (KlasterFindBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_find_bar_dispose;

  g_type_ensure (KLASTER_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterFindBar, find_entry);
  gtk_widget_class_bind_template_child (widget_class, KlasterFindBar, replace_entry);
  gtk_widget_class_bind_template_child (widget_class, KlasterFindBar, where);
  gtk_widget_class_bind_template_child (widget_class, KlasterFindBar, whole_check);
  gtk_widget_class_bind_template_child (widget_class, KlasterFindBar, exact_check);
  gtk_widget_class_bind_template_child (widget_class, KlasterFindBar, next_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterFindBar, replace_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterFindBar, count_label);
  gtk_widget_class_bind_template_callback (widget_class, find_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, find_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
klaster_find_bar_init (KlasterFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  klaster_name_drop_down (GTK_WIDGET (self->where), _("Where to Look"));
  find_changed_cb (self);
}

/**
 * klaster_find_bar_set_page:
 * @page: the page that owns this bar
 */
void
klaster_find_bar_set_page (KlasterFindBar     *self,
                           KlasterMembersPage *page)
{
  g_return_if_fail (KLASTER_IS_FIND_BAR (self));

  self->page = page;
  find_changed_cb (self);
}

/**
 * klaster_find_bar_start:
 *
 * Puts the focus into the first entry.
 */
void
klaster_find_bar_start (KlasterFindBar *self)
{
  g_return_if_fail (KLASTER_IS_FIND_BAR (self));

  gtk_widget_grab_focus (self->find_entry);
  gtk_editable_select_region (GTK_EDITABLE (self->find_entry), 0, -1);
  find_changed_cb (self);
}
