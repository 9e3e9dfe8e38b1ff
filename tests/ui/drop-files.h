/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* What the window system does when files are let go over a widget: the drop target of the nearest ancestor that has one gets
 * them, at the middle of @widget. @paths ends with NULL. Whether they were taken. */
static inline gboolean
drop_files (GtkWidget         *widget,
            const char *const *paths)
{
  GtkWidget *owner = widget;
  GtkEventController *target = NULL;
  GSList *files = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  graphene_rect_t bounds;
  gboolean taken = FALSE;

  for (; owner && target == NULL; owner = target ? owner : gtk_widget_get_parent (owner))
    {
      g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (owner);

      for (guint i = 0; i < g_list_model_get_n_items (controllers) && target == NULL; i++)
        {
          g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

          if (GTK_IS_DROP_TARGET (controller))
            target = controller;
        }
    }
  g_assert_nonnull (target);
  g_assert_true (gtk_widget_compute_bounds (widget, owner, &bounds));
  for (guint i = 0; paths[i]; i++)
    files = g_slist_append (files, g_file_new_for_path (paths[i]));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  g_signal_emit_by_name (target, "drop", &value, (double) (bounds.origin.x + bounds.size.width / 2),
                         (double) (bounds.origin.y + MIN (bounds.size.height / 2, 40)), &taken);
  g_slist_free_full (files, g_object_unref);

  return taken;
}

/* The message that is shown; (nullable). */
static inline AdwMessageDialog *
find_message (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        return ADW_MESSAGE_DIALOG (window);
    }

  return NULL;
}
