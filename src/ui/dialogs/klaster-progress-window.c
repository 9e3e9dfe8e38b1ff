/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-progress-window.h"

/* What is done sooner needs no window. */
#define DELAY_MS 500
#define INTERVAL_MS 100
/* A bar that has not moved for so many looks tells at least that something goes on. */
#define STILL 10

/**
 * KlasterProgressWindow:
 *
 * Says over a window that something takes a while, how far it is, and lets people cancel it. It shows itself half a second
 * after it was made, unless it has ended by then. Cancelling closes it at once, whatever the worker still has to finish.
 */
struct _KlasterProgressWindow
{
  AdwWindow parent_instance;

  GCancellable *cancellable;
  gint permille; /* atomic; -1: unknown */
  gint shown;    /* what the bar shows */
  guint n_still;
  guint delay;
  guint timer;
  gulong parent_gone;
  GtkWidget *parent; /* NULL: it is gone */

  GtkLabel *label;
  GtkProgressBar *bar;
};

G_DEFINE_FINAL_TYPE (KlasterProgressWindow, klaster_progress_window, ADW_TYPE_WINDOW)

static gboolean
update_cb (gpointer user_data)
{
  KlasterProgressWindow *self = user_data;
  gint permille = g_atomic_int_get (&self->permille);

  self->n_still = permille == self->shown ? self->n_still + 1 : 0;
  self->shown = permille;
  if (permille < 0 || self->n_still > STILL)
    gtk_progress_bar_pulse (self->bar);
  else
    gtk_progress_bar_set_fraction (self->bar, permille / 1000.0);

  return G_SOURCE_CONTINUE;
}

static gboolean
show_cb (gpointer user_data)
{
  KlasterProgressWindow *self = user_data;

  self->delay = 0;
  if (self->parent == NULL)
    return G_SOURCE_REMOVE;
  update_cb (self);
  self->timer = g_timeout_add (INTERVAL_MS, update_cb, self);
  gtk_window_present (GTK_WINDOW (self));

  return G_SOURCE_REMOVE;
}

static void
stop (KlasterProgressWindow *self)
{
  g_clear_handle_id (&self->delay, g_source_remove);
  g_clear_handle_id (&self->timer, g_source_remove);
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static gboolean
klaster_progress_window_close_request (GtkWindow *window)
{
  KlasterProgressWindow *self = KLASTER_PROGRESS_WINDOW (window);

  stop (self);
  g_cancellable_cancel (self->cancellable);
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);

  /* Whoever made it ends it. */
  return TRUE;
}

/* What was begun goes on without anybody to look. */
static void
parent_gone_cb (KlasterProgressWindow *self)
{
  g_clear_signal_handler (&self->parent_gone, self->parent);
  self->parent = NULL;
  stop (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_window_set_transient_for (GTK_WINDOW (self), NULL);
}

static void
klaster_progress_window_dispose (GObject *object)
{
  KlasterProgressWindow *self = KLASTER_PROGRESS_WINDOW (object);

  stop (self);
  if (self->parent != NULL)
    g_clear_signal_handler (&self->parent_gone, self->parent);
  self->parent = NULL;
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (klaster_progress_window_parent_class)->dispose (object);
}

static void
klaster_progress_window_class_init (KlasterProgressWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = klaster_progress_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = klaster_progress_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/klaster_app/Klaster/ui/klaster-progress-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterProgressWindow, label);
  gtk_widget_class_bind_template_child (widget_class, KlasterProgressWindow, bar);
  gtk_widget_class_install_action (widget_class, "progress.cancel", NULL, cancel_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "progress.cancel", NULL);
}

static void
klaster_progress_window_init (KlasterProgressWindow *self)
{
  self->permille = self->shown = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * klaster_progress_window_new:
 * @parent: the window in which it was asked for
 * @message: what takes a while, as “Writing “members.xlsx”…”
 * @cancellable: is cancelled when people want it to stop
 *
 * Returns: (transfer none): a window that shows itself when it takes long; to be given to klaster_progress_window_end()
 */
KlasterProgressWindow *
klaster_progress_window_new (GtkWindow    *parent,
                             const char   *message,
                             GCancellable *cancellable)
{
  KlasterProgressWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (G_IS_CANCELLABLE (cancellable), NULL);

  self = g_object_new (KLASTER_TYPE_PROGRESS_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  self->cancellable = g_object_ref (cancellable);
  self->parent = GTK_WIDGET (parent);
  self->parent_gone = g_signal_connect_object (parent, "destroy", G_CALLBACK (parent_gone_cb), self, G_CONNECT_SWAPPED);
  self->delay = g_timeout_add (DELAY_MS, show_cb, self);
  gtk_label_set_label (self->label, message);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, message, -1);

  return self;
}

/**
 * klaster_progress_window_note:
 * @fraction: how far it is, 0–1
 * @self: (type KlasterProgressWindow): a window that has not ended
 *
 * Any thread; in the order of arguments that workers tell their progress in.
 */
void
klaster_progress_window_note (double   fraction,
                              gpointer self)
{
  g_atomic_int_set (&((KlasterProgressWindow *) self)->permille, (gint) (CLAMP (fraction, 0, 1) * 1000));
}

static gboolean
destroy_cb (gpointer user_data)
{
  gtk_window_destroy (GTK_WINDOW (user_data));

  return G_SOURCE_REMOVE;
}

/**
 * klaster_progress_window_end:
 * @self: (transfer full): a window
 *
 * It is done, one way or the other.
 */
void
klaster_progress_window_end (KlasterProgressWindow *self)
{
  g_return_if_fail (KLASTER_IS_PROGRESS_WINDOW (self));

  stop (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  /* GTK 4.8 asks a surface that has just been shown for its size, whether its window is there still or not. */
  g_idle_add_full (G_PRIORITY_LOW, destroy_cb, self, NULL);
}
