/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-derive.h"
#include "klaster-focus.h"
#include "klaster-worker-view.h"
#include "klaster-worker.h"

typedef struct
{
  KlasterProject *project;
  KlasterSelection *selection;
  KlasterScope *scope;
  GCancellable *cancellable; /* of the list that is being made */
  guint reload_id;
  gboolean listed;
  GSimpleActionGroup *actions;

  GtkWidget *box;
  GtkWidget *bar;
  GtkWidget *summary;
  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *table; /* NULL once the view is disposed of */
  GtkWidget *empty;
} KlasterWorkerViewPrivate;

enum
{
  PROP_PROJECT = 1,
  PROP_SELECTION,
  PROP_SCOPE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KlasterWorkerView, klaster_worker_view, ADW_TYPE_BIN)

static KlasterWorkerViewPrivate *
get_private (gpointer self)
{
  return klaster_worker_view_get_instance_private (self);
}

static KlasterWorkerViewClass *
get_class (gpointer self)
{
  return KLASTER_WORKER_VIEW_GET_CLASS (self);
}

static void
update_actions (KlasterWorkerView *self)
{
  get_class (self)->update_actions (self);
}

static void
selection_changed_cb (KlasterWorkerView *self)
{
  if (get_class (self)->selected)
    get_class (self)->selected (self);
  update_actions (self);
}

/* The list */

static void
list_on_worker (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  KlasterWorkerViewClass *klass = get_class (source_object);
  gpointer list = klass->work (task_data, cancellable);

  if (list)
    g_task_return_pointer (task, list, klass->list_free);
  else
    g_task_return_error_if_cancelled (task);
}

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  KlasterWorkerView *self = KLASTER_WORKER_VIEW (source);
  KlasterWorkerViewPrivate *priv = get_private (self);
  gpointer list = g_task_propagate_pointer (G_TASK (result), NULL);

  if (list == NULL)
    return;

  g_clear_object (&priv->cancellable);
  priv->listed = TRUE;
  get_class (self)->take (self, g_task_get_task_data (G_TASK (result)), list);
  get_class (self)->refresh (self);
}

static gboolean
reload_cb (gpointer user_data)
{
  get_private (user_data)->reload_id = 0;
  klaster_worker_view_reload (user_data);

  return G_SOURCE_REMOVE;
}

static void
project_changed_cb (KlasterWorkerView *self,
                    KlasterDelta      *delta)
{
  if (get_class (self)->changed)
    get_class (self)->changed (self, delta);
  update_actions (self);
  /* Several changes before the next frame are one. */
  if (get_private (self)->reload_id == 0)
    get_private (self)->reload_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, reload_cb, self, NULL);
}

/* The object */

static void
set_project (KlasterWorkerView *self,
             KlasterProject    *project)
{
  KlasterWorkerViewPrivate *priv = get_private (self);

  if (priv->project == project)
    return;

  if (priv->project)
    g_signal_handlers_disconnect_by_data (priv->project, self);
  g_set_object (&priv->project, project);
  priv->listed = FALSE;
  get_class (self)->forget (self);
  if (project)
    {
      g_signal_connect_object (project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::save-state", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
    }
  update_actions (self);
  klaster_worker_view_reload (self);
}

static void
klaster_worker_view_constructed (GObject *object)
{
  G_OBJECT_CLASS (klaster_worker_view_parent_class)->constructed (object);

  update_actions (KLASTER_WORKER_VIEW (object));
}

static void
klaster_worker_view_dispose (GObject *object)
{
  KlasterWorkerViewPrivate *priv = get_private (object);

  g_clear_handle_id (&priv->reload_id, g_source_remove);
  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  if (priv->project)
    g_signal_handlers_disconnect_by_data (priv->project, object);
  if (priv->selection)
    g_signal_handlers_disconnect_by_data (priv->selection, object);
  if (priv->scope)
    g_signal_handlers_disconnect_by_data (priv->scope, object);
  priv->table = NULL;
  adw_bin_set_child (ADW_BIN (object), NULL);
  g_clear_object (&priv->actions);
  g_clear_object (&priv->project);
  g_clear_object (&priv->selection);
  g_clear_object (&priv->scope);

  G_OBJECT_CLASS (klaster_worker_view_parent_class)->dispose (object);
}

static void
klaster_worker_view_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  KlasterWorkerViewPrivate *priv = get_private (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, priv->project);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, priv->selection);
      break;
    case PROP_SCOPE:
      g_value_set_object (value, priv->scope);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_worker_view_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  KlasterWorkerView *self = KLASTER_WORKER_VIEW (object);
  KlasterWorkerViewPrivate *priv = get_private (self);

  switch (property_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    case PROP_SELECTION:
      if (priv->selection)
        g_signal_handlers_disconnect_by_data (priv->selection, self);
      g_set_object (&priv->selection, g_value_get_object (value));
      if (priv->selection)
        g_signal_connect_object (priv->selection, "changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
      if (get_class (self)->selection_set)
        get_class (self)->selection_set (self);
      selection_changed_cb (self);
      break;
    case PROP_SCOPE:
      if (priv->scope)
        g_signal_handlers_disconnect_by_data (priv->scope, self);
      g_set_object (&priv->scope, g_value_get_object (value));
      if (priv->scope)
        g_signal_connect_object (priv->scope, "changed", G_CALLBACK (klaster_worker_view_reload), self, G_CONNECT_SWAPPED);
      klaster_worker_view_reload (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static gboolean
klaster_worker_view_grab_focus (GtkWidget *widget)
{
  return klaster_is_entering () && gtk_widget_grab_focus (get_private (KLASTER_WORKER_VIEW (widget))->table);
}

static void
klaster_worker_view_class_init (KlasterWorkerViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->constructed = klaster_worker_view_constructed;
  object_class->dispose = klaster_worker_view_dispose;
  object_class->get_property = klaster_worker_view_get_property;
  object_class->set_property = klaster_worker_view_set_property;
  GTK_WIDGET_CLASS (klass)->grab_focus = klaster_worker_view_grab_focus;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT, flags);
  properties[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, flags);
  properties[PROP_SCOPE] = g_param_spec_object ("scope", NULL, NULL, KLASTER_TYPE_SCOPE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_worker_view_init (KlasterWorkerView *self)
{
  KlasterWorkerViewPrivate *priv = get_private (self);

  priv->actions = g_simple_action_group_new ();

  priv->summary = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (priv->summary), 0);
  gtk_label_set_wrap (GTK_LABEL (priv->summary), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (priv->summary), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (priv->summary), 3);
  gtk_label_set_ellipsize (GTK_LABEL (priv->summary), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (priv->summary, TRUE);
  gtk_widget_add_css_class (priv->summary, "dim-label");
  priv->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (priv->bar, "view-bar");
  gtk_box_append (GTK_BOX (priv->bar), priv->summary);

  priv->scroller = gtk_scrolled_window_new ();
  gtk_widget_add_css_class (priv->scroller, "view");

  priv->empty = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (priv->empty), "klaster-page-agreements-symbolic");
  gtk_widget_add_css_class (priv->empty, "compact");

  priv->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (priv->stack, TRUE);
  gtk_stack_add_child (GTK_STACK (priv->stack), priv->scroller);
  gtk_stack_add_child (GTK_STACK (priv->stack), priv->empty);
  priv->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (priv->box), priv->bar);
  gtk_box_append (GTK_BOX (priv->box), priv->stack);
  adw_bin_set_child (ADW_BIN (self), priv->box);
}

KlasterProject *
klaster_worker_view_get_project (KlasterWorkerView *self)
{
  g_return_val_if_fail (KLASTER_IS_WORKER_VIEW (self), NULL);

  return get_private (self)->project;
}

KlasterSelection *
klaster_worker_view_get_selection (KlasterWorkerView *self)
{
  g_return_val_if_fail (KLASTER_IS_WORKER_VIEW (self), NULL);

  return get_private (self)->selection;
}

KlasterScope *
klaster_worker_view_get_scope (KlasterWorkerView *self)
{
  g_return_val_if_fail (KLASTER_IS_WORKER_VIEW (self), NULL);

  return get_private (self)->scope;
}

gboolean
klaster_worker_view_get_editable (KlasterWorkerView *self)
{
  g_return_val_if_fail (KLASTER_IS_WORKER_VIEW (self), FALSE);

  return get_private (self)->project != NULL && !klaster_project_is_read_only (get_private (self)->project);
}

char *
klaster_worker_view_dup_date (KlasterWorkerView *self)
{
  g_return_val_if_fail (KLASTER_IS_WORKER_VIEW (self), NULL);

  return get_private (self)->scope ? klaster_scope_dup_date (get_private (self)->scope) : klaster_date_today ();
}

void
klaster_worker_view_add_actions (KlasterWorkerView  *self,
                                 const char         *prefix,
                                 const GActionEntry *entries,
                                 guint               n_entries)
{
  KlasterWorkerViewPrivate *priv = get_private (self);

  g_return_if_fail (KLASTER_IS_WORKER_VIEW (self));

  g_action_map_add_action_entries (G_ACTION_MAP (priv->actions), entries, (gint) n_entries, self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), prefix, G_ACTION_GROUP (priv->actions));
}

void
klaster_worker_view_set_enabled (KlasterWorkerView *self,
                                 const char        *action,
                                 gboolean           enabled)
{
  g_return_if_fail (KLASTER_IS_WORKER_VIEW (self));

  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (get_private (self)->actions), action)),
                               enabled);
}

void
klaster_worker_view_set_table (KlasterWorkerView *self,
                               GtkWidget         *table,
                               const char        *label)
{
  KlasterWorkerViewPrivate *priv = get_private (self);

  g_return_if_fail (KLASTER_IS_WORKER_VIEW (self) && priv->table == NULL);

  priv->table = table;
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (priv->scroller), table);
}

GtkWidget *
klaster_worker_view_get_table (KlasterWorkerView *self)
{
  g_return_val_if_fail (KLASTER_IS_WORKER_VIEW (self), NULL);

  return get_private (self)->table;
}

GtkWidget *
klaster_worker_view_get_bar (KlasterWorkerView *self)
{
  g_return_val_if_fail (KLASTER_IS_WORKER_VIEW (self), NULL);

  return get_private (self)->bar;
}

GtkWidget *
klaster_worker_view_get_box (KlasterWorkerView *self)
{
  g_return_val_if_fail (KLASTER_IS_WORKER_VIEW (self), NULL);

  return get_private (self)->box;
}

GtkWidget *
klaster_worker_view_get_empty (KlasterWorkerView *self)
{
  g_return_val_if_fail (KLASTER_IS_WORKER_VIEW (self), NULL);

  return get_private (self)->empty;
}

/**
 * klaster_worker_view_set_summary:
 * @text: what there is, in figures
 * @empty: whether there is nothing to show: the status page says why
 */
void
klaster_worker_view_set_summary (KlasterWorkerView *self,
                                 const char        *text,
                                 gboolean           empty)
{
  KlasterWorkerViewPrivate *priv = get_private (self);

  g_return_if_fail (KLASTER_IS_WORKER_VIEW (self));

  gtk_label_set_label (GTK_LABEL (priv->summary), text);
  gtk_widget_set_tooltip_text (priv->summary, *text ? text : NULL);
  gtk_stack_set_visible_child (GTK_STACK (priv->stack), empty ? priv->empty : priv->scroller);
}

void
klaster_worker_view_reload (KlasterWorkerView *self)
{
  KlasterWorkerViewPrivate *priv = get_private (self);
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KLASTER_IS_WORKER_VIEW (self));

  g_clear_handle_id (&priv->reload_id, g_source_remove);
  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  if (priv->project == NULL)
    return;

  priv->cancellable = g_cancellable_new ();
  task = g_task_new (self, priv->cancellable, listed_cb, NULL);
  g_task_set_source_tag (task, klaster_worker_view_reload);
  g_task_set_task_data (task, get_class (self)->prepare (self, klaster_project_get_snapshot (priv->project)),
                        get_class (self)->job_free);
  klaster_worker_run_task (task, list_on_worker);
}

gboolean
klaster_worker_view_is_ready (KlasterWorkerView *self)
{
  KlasterWorkerViewPrivate *priv = get_private (self);

  g_return_val_if_fail (KLASTER_IS_WORKER_VIEW (self), FALSE);

  return priv->listed && priv->cancellable == NULL && priv->reload_id == 0;
}
