/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-application.h"
#include "klaster-start-page.h"

#define N_RECENT 5

/**
 * KlasterStartPage:
 *
 * What a window shows while nothing is open: what can be done, and the projects opened last.
 */
struct _KlasterStartPage
{
  AdwBin parent_instance;

  GtkListBox *recent_list;
  GtkWidget *recent_box;
};

G_DEFINE_FINAL_TYPE (KlasterStartPage, klaster_start_page, ADW_TYPE_BIN)

static GtkWidget *
create_row (GtkRecentInfo *info)
{
  g_autoptr (GFile) file = g_file_new_for_uri (gtk_recent_info_get_uri (info));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *place = folder != NULL ? g_file_get_parse_name (folder) : NULL;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  /* Names are not markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), gtk_recent_info_get_display_name (info));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  if (place != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "app.open-uri");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", gtk_recent_info_get_uri (info));

  return row;
}

static void
update_recent (KlasterStartPage *self)
{
  g_autoptr (GPtrArray) projects = klaster_application_list_recent (N_RECENT);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->recent_list))) != NULL)
    gtk_list_box_remove (self->recent_list, row);
  for (guint i = 0; i < projects->len; i++)
    gtk_list_box_append (self->recent_list, create_row (g_ptr_array_index (projects, i)));
  gtk_widget_set_visible (self->recent_box, projects->len > 0);
}

static void
klaster_start_page_class_init (KlasterStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterStartPage, recent_list);
  gtk_widget_class_bind_template_child (widget_class, KlasterStartPage, recent_box);
}

static void
klaster_start_page_init (KlasterStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (update_recent), self,
                           G_CONNECT_SWAPPED);
  update_recent (self);
}
