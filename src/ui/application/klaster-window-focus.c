/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of the window that hold the focus: list, page and side panel.
 */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-window-private.h"

static GtkWidget *
get_part (KlasterWindow *self,
          int            part)
{
  GtkWidget *parts[KLASTER_WINDOW_N_PARTS] = { GTK_WIDGET (self->list), GTK_WIDGET (self->page_stack),
                                               GTK_WIDGET (self->panel_bin) };

  return parts[part];
}

/* -1: somewhere else, or nowhere */
static int
find_part (KlasterWindow *self,
           GtkWidget     *focus)
{
  for (int i = 0; focus != NULL && i < KLASTER_WINDOW_N_PARTS; i++)
    {
      GtkWidget *part = get_part (self, i);

      if (part != NULL && gtk_widget_is_ancestor (focus, part))
        return i;
    }

  return -1;
}

/* F6 and Shift+F6: from the list to the page to the panel and round, back to where one was in each. */
static void
next_part_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  KlasterWindow *self = KLASTER_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  int step = g_variant_get_int32 (parameter);
  int at = find_part (self, focus);

  if (at >= 0)
    g_set_weak_pointer (&self->part_focus[at], focus);
  else if (step < 0)
    at = 0;
  for (int i = 1; i <= KLASTER_WINDOW_N_PARTS; i++)
    {
      int to = ((at + i * step) % KLASTER_WINDOW_N_PARTS + KLASTER_WINDOW_N_PARTS) % KLASTER_WINDOW_N_PARTS;
      GtkWidget *part = get_part (self, to);
      GtkWidget *last = self->part_focus[to];

      if (!gtk_widget_get_mapped (part))
        continue;
      if ((last != NULL && gtk_widget_get_mapped (last) && gtk_widget_is_ancestor (last, part)
           && gtk_widget_grab_focus (last))
          || gtk_widget_child_focus (part, GTK_DIR_TAB_FORWARD))
        break;
    }
  gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
}

/* Nowhere, or at the other end of the window although nobody went there: what had it is gone. */
static gboolean
is_lost (KlasterWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return self->focus_part >= 0 && find_part (self, focus) < 0
         && (focus == NULL || self->last_focus == NULL || !gtk_widget_get_mapped (self->last_focus));
}

static gboolean
restore_focus_cb (gpointer user_data)
{
  KlasterWindow *self = user_data;
  GtkWidget *part = get_part (self, self->focus_part);

  self->focus_source = 0;
  if (!is_lost (self) || !gtk_window_is_active (GTK_WINDOW (self)))
    return G_SOURCE_REMOVE;
  /* A panel that was closed leads back to the page. */
  if (!gtk_widget_get_mapped (part) || !gtk_widget_child_focus (part, GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (GTK_WIDGET (self->page_stack), GTK_DIR_TAB_FORWARD);

  return G_SOURCE_REMOVE;
}

/* GTK drops the focus, or gives it to the first button of the window, when the widget that has it goes away: with a record
 * that undo took back, with a panel or a page. */
static void
focus_changed_cb (KlasterWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (!is_lost (self))
    {
      self->focus_part = find_part (self, focus);
      g_set_weak_pointer (&self->last_focus, focus);
    }
  else if (self->focus_source == 0 && self->project != NULL && !self->closing)
    self->focus_source = g_idle_add (restore_focus_cb, self);
}

void
klaster_window_watch_focus (KlasterWindow *self)
{
  self->focus_part = -1;
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
}

void
klaster_window_forget_focus (KlasterWindow *self)
{
  self->focus_part = -1;
  g_clear_weak_pointer (&self->last_focus);
  g_clear_handle_id (&self->focus_source, g_source_remove);
  for (guint i = 0; i < KLASTER_WINDOW_N_PARTS; i++)
    g_clear_weak_pointer (&self->part_focus[i]);
}

void
klaster_window_install_focus_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.next-part", "i", next_part_action);
}
