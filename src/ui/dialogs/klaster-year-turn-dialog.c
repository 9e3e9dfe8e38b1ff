/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-busy-spinner.h"
#include "klaster-derive.h"
#include "klaster-record-group.h"
#include "klaster-side-panel.h"
#include "klaster-worker.h"
#include "klaster-year-turn-dialog.h"
#include "klaster-year-turn.h"

struct _KlasterYearTurnDialog
{
  AdwWindow parent_instance;

  GtkWidget *widget; /* weak: from where it was opened */
  KlasterProject *project;
  KlasterSnapshot *snapshot; /* what the list was made of */
  char *year;
  GPtrArray *items;          /* NULL until the list is there */
  GArray *lines;             /* gint: position of an item, or −1 − step for a heading */
  GCancellable *cancellable;

  GtkWidget *title;
  GtkWidget *stack;
  GtkWidget *list;
  GtkWidget *apply_button;
};

G_DEFINE_FINAL_TYPE (KlasterYearTurnDialog, klaster_year_turn_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  KlasterSnapshot *snapshot;
  char *year;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  klaster_snapshot_unref (job->snapshot);
  g_free (job->year);
  g_free (job);
}

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Job *job = data;

  g_task_return_pointer (task, klaster_year_turn_list (job->snapshot, job->year, klaster_language_get_default ()),
                         (GDestroyNotify) g_ptr_array_unref);
}

static const char *
get_heading (KlasterYearTurnStep step)
{
  switch (step)
    {
    case KLASTER_YEAR_TURN_SET_YEAR:
      return _("Project");
    case KLASTER_YEAR_TURN_RENEW_AGREEMENT:
      return _("Agreements that end: renew what is ticked, let the others end");
    case KLASTER_YEAR_TURN_END_COOPERATION:
      return _("Cooperations that end: mark what is ticked as ended");
    case KLASTER_YEAR_TURN_COPY_DUAL_PLACE:
      return _("Places of dual education: begin again what is ticked");
    case KLASTER_YEAR_TURN_CARRY_OBLIGATION:
      return _("Obligations that recur: open again what is ticked");
    case KLASTER_YEAR_TURN_N_STEPS:
    default:
      return "";
    }
}

static void
update_apply (KlasterYearTurnDialog *self)
{
  guint n_chosen = 0;

  for (guint i = 0; self->items && i < self->items->len; i++)
    n_chosen += ((KlasterYearTurnItem *) self->items->pdata[i])->chosen;
  gtk_widget_set_sensitive (self->apply_button, n_chosen > 0 && !klaster_project_is_read_only (self->project));
}

static void
toggled_cb (GtkCheckButton        *check,
            KlasterYearTurnDialog *self)
{
  guint item = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "item"));

  klaster_year_turn_dialog_choose (self, item, gtk_check_button_get_active (check));
}

/* A click on the row ticks it, as one expects of such a list. */
static void
activate_cb (KlasterYearTurnDialog *self,
             guint                  position)
{
  gint line = position < self->lines->len ? g_array_index (self->lines, gint, position) : -1;

  if (line >= 0)
    {
      KlasterYearTurnItem *item = self->items->pdata[line];

      klaster_year_turn_dialog_choose (self, (guint) line, !item->chosen);
    }
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         KlasterYearTurnDialog    *self)
{
  guint position = gtk_list_item_get_position (list_item);
  gint line = position < self->lines->len ? g_array_index (self->lines, gint, position) : -1;

  if (line < 0)
    {
      GtkWidget *label = gtk_label_new (get_heading ((KlasterYearTurnStep) (-1 - line)));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, "heading");
      gtk_widget_set_margin_top (label, position == 0 ? 6 : 18);
      gtk_list_item_set_activatable (list_item, FALSE);
      gtk_list_item_set_child (list_item, label);
    }
  else
    {
      const KlasterYearTurnItem *item = self->items->pdata[line];
      GtkWidget *check = gtk_check_button_new ();

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), item->chosen);
      g_object_set_data (G_OBJECT (check), "item", GUINT_TO_POINTER ((guint) line));
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, item->title,
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, item->detail ? item->detail : "", -1);
      g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, 0);
      gtk_list_item_set_activatable (list_item, TRUE);
      gtk_list_item_set_child (list_item, klaster_record_content_new (check, item->title, item->detail, NULL, FALSE));
    }
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item)
{
  gtk_list_item_set_child (list_item, NULL);
}

/* A model with as many items as there are lines; what they are is asked for by position. */
static void
fill_list (KlasterYearTurnDialog *self)
{
  g_autoptr (GListStore) store = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  g_autoptr (GtkStringObject) nothing = gtk_string_object_new ("");
  g_autofree gpointer *additions = NULL;
  gint step = -1;

  g_array_set_size (self->lines, 0);
  for (guint i = 0; i < self->items->len; i++)
    {
      const KlasterYearTurnItem *item = self->items->pdata[i];
      gint line = (gint) i;

      if ((gint) item->step != step)
        {
          gint heading = -1 - (gint) item->step;

          step = (gint) item->step;
          g_array_append_val (self->lines, heading);
        }
      g_array_append_val (self->lines, line);
    }
  additions = g_new (gpointer, self->lines->len);
  for (guint i = 0; i < self->lines->len; i++)
    additions[i] = nothing;
  g_list_store_splice (store, 0, 0, additions, self->lines->len);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list),
                           GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&store)))));
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  KlasterYearTurnDialog *self = KLASTER_YEAR_TURN_DIALOG (object);
  GPtrArray *items = g_task_propagate_pointer (G_TASK (result), NULL);

  if (items == NULL || self->list == NULL)
    {
      g_clear_pointer (&items, g_ptr_array_unref);
      return;
    }
  self->items = items;
  fill_list (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), items->len > 0 ? "list" : "empty");
  update_apply (self);
}

static void
klaster_year_turn_dialog_dispose (GObject *object)
{
  KlasterYearTurnDialog *self = KLASTER_YEAR_TURN_DIALOG (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->widget);
  self->list = NULL;
  adw_window_set_content (ADW_WINDOW (self), NULL);

  G_OBJECT_CLASS (klaster_year_turn_dialog_parent_class)->dispose (object);
}

static void
klaster_year_turn_dialog_finalize (GObject *object)
{
  KlasterYearTurnDialog *self = KLASTER_YEAR_TURN_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->project);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_array_unref (self->lines);
  g_free (self->year);

  G_OBJECT_CLASS (klaster_year_turn_dialog_parent_class)->finalize (object);
}

static void
klaster_year_turn_dialog_class_init (KlasterYearTurnDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_year_turn_dialog_dispose;
  object_class->finalize = klaster_year_turn_dialog_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
make_stack (KlasterYearTurnDialog *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *spinner = klaster_busy_spinner_new ();
  GtkWidget *empty = adw_status_page_new ();

  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  self->list = gtk_list_view_new (NULL, factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->list), TRUE);
  gtk_widget_add_css_class (self->list, "turn-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What to do"), -1);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);

  klaster_busy_spinner_set_busy (KLASTER_BUSY_SPINNER (spinner), TRUE);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _("Nothing to Turn"));
  adw_status_page_set_description (ADW_STATUS_PAGE (empty), _("The project has no academic year yet: enter it in the panel of the project."));
  gtk_stack_add_named (GTK_STACK (stack), spinner, "busy");
  gtk_stack_add_named (GTK_STACK (stack), scroller, "list");
  gtk_stack_add_named (GTK_STACK (stack), empty, "empty");
  gtk_widget_set_vexpand (stack, TRUE);

  return stack;
}

static void
klaster_year_turn_dialog_init (KlasterYearTurnDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_("_Cancel"));

  self->lines = g_array_new (FALSE, FALSE, sizeof (gint));
  self->title = adw_window_title_new (_("Turn of the Academic Year"), NULL);
  self->apply_button = gtk_button_new_with_mnemonic (_("_Turn"));
  gtk_widget_add_css_class (self->apply_button, "suggested-action");
  gtk_widget_set_sensitive (self->apply_button, FALSE);
  g_signal_connect_object (self->apply_button, "clicked", G_CALLBACK (klaster_year_turn_dialog_apply), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (gtk_window_close), self, G_CONNECT_SWAPPED);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), self->title);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->apply_button);
  gtk_box_append (GTK_BOX (box), header);
  self->stack = make_stack (self);
  gtk_box_append (GTK_BOX (box), self->stack);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 600);
  gtk_window_set_title (GTK_WINDOW (self), _("Turn of the Academic Year"));
}

/**
 * klaster_year_turn_dialog_new:
 * @widget: from where it is opened
 * @project: a project
 *
 * Returns: (transfer none): a dialog that makes its list on a worker
 */
KlasterYearTurnDialog *
klaster_year_turn_dialog_new (GtkWidget      *widget,
                              KlasterProject *project)
{
  KlasterYearTurnDialog *self = g_object_new (KLASTER_TYPE_YEAR_TURN_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *today = klaster_date_today ();
  g_autofree char *next = NULL;
  g_autofree char *subtitle = NULL;
  g_autoptr (GTask) task = NULL;
  Job *job = g_new (Job, 1);

  if (GTK_IS_WINDOW (root))
    g_object_set (self, "transient-for", root, "destroy-with-parent", TRUE, NULL);
  /* A worker may hold the closed window longer than its parent lives: see KlasterPrintWindow. */
  g_signal_connect (self, "unmap", G_CALLBACK (gtk_window_set_transient_for), NULL);
  g_set_weak_pointer (&self->widget, widget);
  self->project = g_object_ref (project);
  self->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (project));
  self->year = klaster_year_turn_get_year (self->snapshot, today);
  next = klaster_year_turn_get_next (self->year);
  if (next)
    {
      /* Translators: one academic year ends, the next begins: "2026/27 → 2027/28". */
      subtitle = g_strdup_printf (_("%1$s → %2$s"), self->year, next);
      adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle);
    }
  *job = (Job) { klaster_snapshot_ref (self->snapshot), g_strdup (self->year) };
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, listed_cb, NULL);
  g_task_set_source_tag (task, klaster_year_turn_dialog_new);
  g_task_set_task_data (task, job, job_free);
  klaster_worker_run_task (task, list_thread);

  return self;
}

/**
 * klaster_year_turn_dialog_get_n_items:
 *
 * Returns: how many things there are to decide; 0 while the list is being made
 */
guint
klaster_year_turn_dialog_get_n_items (KlasterYearTurnDialog *self)
{
  g_return_val_if_fail (KLASTER_IS_YEAR_TURN_DIALOG (self), 0);

  return self->items ? self->items->len : 0;
}

/**
 * klaster_year_turn_dialog_choose:
 * @item: which one
 * @chosen: whether it is done
 */
void
klaster_year_turn_dialog_choose (KlasterYearTurnDialog *self,
                                 guint                  item,
                                 gboolean               chosen)
{
  KlasterYearTurnItem *found;
  GListModel *model;

  g_return_if_fail (KLASTER_IS_YEAR_TURN_DIALOG (self));
  g_return_if_fail (self->items != NULL && item < self->items->len);

  found = self->items->pdata[item];
  if (found->chosen == chosen)
    return;
  found->chosen = chosen;
  model = G_LIST_MODEL (gtk_no_selection_get_model (GTK_NO_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (self->list)))));
  /* The row shows the tick, wherever it was set. */
  for (guint i = 0; i < self->lines->len; i++)
    if (g_array_index (self->lines, gint, i) == (gint) item)
      {
        g_autoptr (GtkStringObject) nothing = gtk_string_object_new ("");
        gpointer one = nothing;

        g_list_store_splice (G_LIST_STORE (model), i, 1, &one, 1);
      }
  update_apply (self);
}

/**
 * klaster_year_turn_dialog_apply:
 *
 * Does what is chosen, as one edit that can be undone, and closes the dialog.
 */
void
klaster_year_turn_dialog_apply (KlasterYearTurnDialog *self)
{
  g_autoptr (KlasterEdit) edit = NULL;

  g_return_if_fail (KLASTER_IS_YEAR_TURN_DIALOG (self));

  if (self->items == NULL || klaster_project_is_read_only (self->project))
    return;

  edit = klaster_year_turn_edit (klaster_project_get_snapshot (self->project), self->year, self->items);
  if (edit && self->widget)
    klaster_apply_edit (self->widget, self->project, edit, _("The academic year has turned"));
  gtk_window_close (GTK_WINDOW (self));
}
