/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <adwaita.h>

#include "klaster-preferences.h"
#include "klaster-settings.h"

static void
reset_address_cb (GtkButton *button)
{
  g_settings_reset (klaster_settings_get (), "tile-url");
}

/**
 * klaster_preferences_show:
 * @parent: (nullable): window to show it over
 *
 * Shows the preferences of the program; what they change takes effect at once.
 */
void
klaster_preferences_show (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  GtkBuilderScope *scope = gtk_builder_cscope_new ();
  GSettings *settings = klaster_settings_get ();
  GtkWindow *window;

  gtk_builder_cscope_add_callback (GTK_BUILDER_CSCOPE (scope), reset_address_cb);
  gtk_builder_set_scope (builder, scope);
  g_object_unref (scope);
  if (!gtk_builder_add_from_resource (builder, "/io/github/klaster_app/Klaster/ui/klaster-preferences.ui", NULL))
    g_return_if_reached ();

  window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
  g_settings_bind (settings, "author", gtk_builder_get_object (builder, "author_row"), "text", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "tile-url", gtk_builder_get_object (builder, "address_row"), "text", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "show-legend", gtk_builder_get_object (builder, "legend_switch"), "active",
                   G_SETTINGS_BIND_DEFAULT);
  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}
