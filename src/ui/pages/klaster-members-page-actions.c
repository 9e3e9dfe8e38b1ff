/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "klaster-cells-copy.h"
#include "klaster-cells.h"
#include "klaster-compat.h"
#include "klaster-find-bar.h"
#include "klaster-member-edits.h"
#include "klaster-members-page-private.h"
#include "klaster-side-panel.h"
#include "klaster-table-plan.h"
#include "klaster-value-text.h"
#include "klaster-worker.h"

/* More than this is no longer a list that somebody pastes by hand; import is for that. */
#define MAX_PASTED_BYTES (64 * 1024 * 1024)

/* What a worker copies or pastes. */
typedef struct
{
  KlasterSnapshot *snapshot;
  gint64 *ids;
  guint n_ids;
  GArray *columns;
  guint row;
  guint first_column;
  gboolean headers;
  char *text;
  KlasterLanguage language;
} Job;

/* What waits for an answer */
typedef struct
{
  KlasterMembersPage *page; /* weak */
  KlasterTablePlan *plan;
} Asking;

static void
job_free (gpointer data)
{
  Job *job = data;

  klaster_snapshot_unref (job->snapshot);
  g_free (job->ids);
  g_array_unref (job->columns);
  g_free (job->text);
  g_free (job);
}

static void
asking_free (Asking *asking)
{
  g_clear_weak_pointer (&asking->page);
  klaster_table_plan_free (asking->plan);
  g_free (asking);
}

static gboolean
can_edit (KlasterMembersPage *self)
{
  return self->project != NULL && self->members != NULL && self->selection != NULL
         && !klaster_project_is_read_only (self->project);
}

static const gint64 *
get_selected (KlasterMembersPage *self,
              guint              *n_ids)
{
  *n_ids = 0;
  if (self->selection == NULL || klaster_selection_get_table (self->selection) != KLASTER_TABLE_INSTITUTION)
    return NULL;

  return klaster_selection_get_ids (self->selection, n_ids);
}

static Job *
make_job (KlasterMembersPage *self)
{
  Job *job = g_new0 (Job, 1);

  job->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (self->project));
  job->columns = klaster_members_page_list_columns (self);
  job->language = klaster_language_get_default ();

  return job;
}

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
  return klaster_table_copy (snapshot, ids, n_ids, columns, n_columns, headers, language);
}

/* Several rows with all columns, or of one row the cell under the cursor. */
static void
copy (KlasterMembersPage *self,
      gboolean            headers)
{
  g_autoptr (GArray) columns = NULL;
  guint n_selected;

  if (self->project == NULL || self->members == NULL || self->selection == NULL)
    return;

  get_selected (self, &n_selected);
  columns = klaster_members_page_list_columns (self);
  if (n_selected == 1 && !headers)
    {
      g_array_set_size (columns, 0);
      g_array_append_val (columns, self->cursor_column);
    }
  klaster_cells_copy (GTK_WIDGET (self), self->members, self->selection, columns, headers, make_cells);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  copy (KLASTER_MEMBERS_PAGE (widget), FALSE);
}

static void
copy_with_names_action (GtkWidget  *widget,
                        const char *action_name,
                        GVariant   *parameter)
{
  copy (KLASTER_MEMBERS_PAGE (widget), TRUE);
}

static void
apply_plan (KlasterMembersPage *self,
            KlasterTablePlan   *plan)
{
  g_autofree char *toast = NULL;

  if (plan->n_cells == 0 && plan->n_new == 0)
    return;

  toast = g_strdup_printf (ngettext ("%u cell changed", "%u cells changed", plan->n_cells), plan->n_cells);
  klaster_apply_edit (GTK_WIDGET (self), self->project, plan->edit, toast);
  if (plan->new_ids->len > 0)
    klaster_selection_set (self->selection, KLASTER_TABLE_INSTITUTION, (const gint64 *) (gpointer) plan->new_ids->data,
                           plan->new_ids->len, g_array_index (plan->new_ids, gint64, 0));
}

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Asking *asking = user_data;
  g_autofree char *choice = klaster_compat_choose_finish (result, NULL);

  if (asking->page != NULL && asking->page->project != NULL && g_strcmp0 (choice, "paste") == 0)
    apply_plan (asking->page, asking->plan);
  asking_free (asking);
}

/* What is wrong with which cell, one line each. */
static GtkWidget *
make_problem_list (KlasterTablePlan *plan)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  for (guint i = 0; i < plan->problems->len; i++)
    {
      const KlasterCellProblem *problem = g_ptr_array_index (plan->problems, i);
      g_autofree char *name = klaster_value_column_name (KLASTER_TABLE_INSTITUTION, problem->column);
      /* Translators: row of the pasted cells, name of the column, what is wrong */
      g_autofree char *text = g_strdup_printf (_("Row %u, %s: %s"), problem->row + 1, name, problem->message);
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 240);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);

  return scroller;
}

static void
ask (KlasterMembersPage *self,
     KlasterTablePlan   *plan)
{
  const KlasterChoice paste_choice = { "paste", _("_Paste"), KLASTER_CHOICE_SUGGESTED };
  const KlasterChoice close_choice = { "close", _("_Close"), KLASTER_CHOICE_PLAIN };
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *body = NULL;
  gboolean anything = plan->n_cells > 0 || plan->n_new > 0;
  Asking *asking = g_new0 (Asking, 1);
  guint n_problems = plan->n_problems;

  if (plan->n_cells > 0)
    g_ptr_array_add (sentences, g_strdup_printf (ngettext ("%u cell changes.", "%u cells change.", plan->n_cells), plan->n_cells));
  if (plan->n_new > 0)
    g_ptr_array_add (sentences,
                     g_strdup_printf (ngettext ("%u row goes past the end of the table and becomes a new institution.",
                                                "%u rows go past the end of the table and become new institutions.",
                                                plan->n_new),
                                      plan->n_new));
  if (n_problems > 0)
    g_ptr_array_add (sentences, g_strdup_printf (ngettext ("%u cell does not fit and is left out:",
                                                           "%u cells do not fit and are left out:", n_problems),
                                                 n_problems));
  g_ptr_array_add (sentences, NULL);
  body = g_strjoinv (" ", (char **) sentences->pdata);

  g_set_weak_pointer (&asking->page, self);
  asking->plan = plan;
  klaster_compat_choose_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), anything ? _("Paste Cells?") : _("Nothing Can Be Pasted"), body,
                               n_problems > 0 ? make_problem_list (plan) : NULL, anything ? &paste_choice : &close_choice, 1,
                               anything ? "paste" : "close", NULL, answered_cb, asking);
}

static void
paste_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GPtrArray) cells = klaster_cells_parse_tsv (job->text);
  const guint *columns = (const guint *) (gpointer) job->columns->data;
  KlasterTablePlan *plan;

  if (job->ids != NULL && cells->len == 1 && g_strv_length (g_ptr_array_index (cells, 0)) == 1 && job->headers)
    plan = klaster_table_plan_fill (job->snapshot, job->ids, job->n_ids, columns[job->first_column],
                                    ((char **) g_ptr_array_index (cells, 0))[0], job->language);
  else
    plan = klaster_table_plan_paste (job->snapshot, job->ids, job->n_ids, job->row, columns, job->columns->len,
                                     job->first_column, cells, job->language);
  g_task_return_pointer (task, plan, (GDestroyNotify) klaster_table_plan_free);
}

static void
planned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (object);
  KlasterTablePlan *plan = g_task_propagate_pointer (G_TASK (result), NULL);

  if (plan == NULL)
    return;
  if (!can_edit (self))
    {
      klaster_table_plan_free (plan);
    }
  else if (plan->n_problems > 0 || plan->n_new > 0)
    {
      ask (self, plan);
    }
  else
    {
      apply_plan (self, plan);
      klaster_table_plan_free (plan);
    }
}

/* @text is put where the cursor stands. */
static void
paste (KlasterMembersPage *self,
       const char         *text)
{
  g_autoptr (GTask) task = NULL;
  Job *job;
  gint position;
  guint n_selected;
  guint n_ids;
  const gint64 *ids;
  g_autoptr (GPtrArray) cells = NULL;

  if (!can_edit (self) || *text == '\0' || strlen (text) > MAX_PASTED_BYTES)
    return;

  job = make_job (self);
  position = klaster_members_page_find_cursor (self);
  for (guint i = 0; i < job->columns->len; i++)
    if (g_array_index (job->columns, guint, i) == self->cursor_column)
      job->first_column = i;
  get_selected (self, &n_selected);
  if (n_selected > 1 && strpbrk (g_strchomp (job->text = g_strdup (text)), "\t\n\r") == NULL)
    {
      /* One cell onto several rows: all of them take it. */
      guint column = g_array_index (job->columns, guint, job->first_column);

      g_array_set_size (job->columns, 0);
      g_array_append_val (job->columns, column);
      job->first_column = 0;
      job->headers = TRUE;
      job->ids = klaster_cells_list_selected (self->members, self->selection, &job->n_ids);
    }
  else
    {
      g_free (job->text);
      job->text = g_strdup (text);
      ids = klaster_record_list_get_ids (klaster_query_model_get_list (self->members), &n_ids);
      job->ids = g_memdup2 (ids, n_ids * sizeof *ids);
      job->n_ids = n_ids;
      job->row = position < 0 ? n_ids : (guint) position;
    }
  task = g_task_new (self, NULL, planned_cb, NULL);
  g_task_set_source_tag (task, paste);
  g_task_set_task_data (task, job, job_free);
  klaster_worker_run_task (task, paste_thread);
}

static void
clipboard_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (KlasterMembersPage) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);

  if (text != NULL)
    paste (self, text);
}

static void
paste_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  klaster_members_page_stop_editing (KLASTER_MEMBERS_PAGE (widget));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, clipboard_read_cb, g_object_ref (widget));
}

static void
fill_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Job *job = data;

  g_task_return_pointer (task,
                         klaster_table_plan_fill (job->snapshot, job->ids, job->n_ids, g_array_index (job->columns, guint, 0),
                                                  job->text, job->language),
                         (GDestroyNotify) klaster_table_plan_free);
}

static void
filled_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (object);
  g_autoptr (KlasterTablePlan) plan = g_task_propagate_pointer (G_TASK (result), NULL);

  if (plan == NULL || !can_edit (self))
    return;

  if (plan->n_problems > 0)
    gtk_widget_error_bell (GTK_WIDGET (self));
  apply_plan (self, plan);
}

static void
fill (KlasterMembersPage *self,
      const char         *text,
      const gint64       *ids,
      guint               n_ids)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, filled_cb, NULL);
  Job *job = make_job (self);

  job->ids = g_memdup2 (ids, n_ids * sizeof *ids);
  job->n_ids = n_ids;
  job->text = g_strdup (text);
  g_array_set_size (job->columns, 0);
  g_array_append_val (job->columns, self->cursor_column);
  g_task_set_source_tag (task, fill);
  g_task_set_task_data (task, job, job_free);
  klaster_worker_run_task (task, fill_thread);
}

static void
fill_down_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (widget);
  KlasterSnapshot *snapshot;
  guint n_ids;
  g_autofree gint64 *ids = NULL;
  g_autofree char *text = NULL;

  klaster_members_page_stop_editing (self);
  if (!can_edit (self))
    return;
  ids = klaster_cells_list_selected (self->members, self->selection, &n_ids);
  if (n_ids < 2)
    return;

  snapshot = klaster_project_get_snapshot (self->project);
  text = klaster_table_cell_text (snapshot, klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, ids[0]),
                                  self->cursor_column, klaster_language_get_default ());
  fill (self, text, ids + 1, n_ids - 1);
}

static void
clear_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (widget);
  guint n_ids;
  const gint64 *ids = get_selected (self, &n_ids);

  klaster_members_page_stop_editing (self);
  if (can_edit (self) && n_ids > 0)
    fill (self, "", ids, n_ids);
}

static void
duplicate_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (widget);

  klaster_members_page_stop_editing (self);
  /* What is selected may be a record of another table, which is not seen here. */
  if (can_edit (self) && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION)
    klaster_duplicate_selected (widget, self->project, self->selection);
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (widget);

  klaster_members_page_stop_editing (self);
  /* What is selected may be a record of another table, which is not seen here. */
  if (can_edit (self) && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION)
    klaster_delete_selected (widget, self->project, self->selection);
}

static void
add_action (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (widget);
  g_autoptr (KlasterEdit) edit = NULL;
  gint64 id;

  klaster_members_page_stop_editing (self);
  if (!can_edit (self))
    return;
  edit = klaster_member_edit_add (klaster_list_new_members (self->members), NAN, NAN, &id);
  klaster_apply_edit (widget, self->project, edit, NULL);
  klaster_selection_select (self->selection, KLASTER_TABLE_INSTITUTION, id);
  self->added_id = id;
}

static void
find_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  KlasterMembersPage *self = KLASTER_MEMBERS_PAGE (widget);

  klaster_members_page_stop_editing (self);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->find_button), TRUE);
  klaster_find_bar_start (KLASTER_FIND_BAR (self->find_bar));
}

/**
 * klaster_members_page_install_actions:
 * @widget_class: the page's
 */
void
klaster_members_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "members.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "members.copy-with-names", NULL, copy_with_names_action);
  gtk_widget_class_install_action (widget_class, "members.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "members.fill-down", NULL, fill_down_action);
  gtk_widget_class_install_action (widget_class, "members.clear", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "members.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "members.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "members.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "members.find", NULL, find_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "members.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "members.copy-with-names",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "members.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "members.fill-down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "members.duplicate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_h, GDK_CONTROL_MASK, "members.find", NULL);
}

/**
 * klaster_members_page_update_actions:
 *
 * Enables what can be done with what is selected.
 */
void
klaster_members_page_update_actions (KlasterMembersPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean editable = can_edit (self);
  guint n_ids;

  get_selected (self, &n_ids);
  gtk_widget_action_set_enabled (widget, "members.copy", n_ids > 0);
  gtk_widget_action_set_enabled (widget, "members.copy-with-names", n_ids > 0);
  gtk_widget_action_set_enabled (widget, "members.paste", editable);
  gtk_widget_action_set_enabled (widget, "members.fill-down", editable && n_ids > 1);
  gtk_widget_action_set_enabled (widget, "members.clear", editable && n_ids > 0);
  gtk_widget_action_set_enabled (widget, "members.duplicate", editable && n_ids > 0);
  gtk_widget_action_set_enabled (widget, "members.delete", editable && n_ids > 0);
  gtk_widget_action_set_enabled (widget, "members.add", editable);
}
