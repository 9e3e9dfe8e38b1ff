/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-application.h"

#define MIME_TYPE "application/x-klaster-project"
#define N_MENU_ITEMS 8

static int
compare_visited (gconstpointer a,
                 gconstpointer b)
{
  GtkRecentInfo *left = *(GtkRecentInfo *const *) a;
  GtkRecentInfo *right = *(GtkRecentInfo *const *) b;

  return g_date_time_compare (gtk_recent_info_get_modified (right), gtk_recent_info_get_modified (left));
}

/**
 * klaster_application_list_recent:
 * @maximum: how many at most
 *
 * Returns: (transfer full) (element-type GtkRecentInfo): the projects opened last, newest first
 */
GPtrArray *
klaster_application_list_recent (guint maximum)
{
  GPtrArray *projects = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_recent_info_unref);
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());

  for (GList *l = items; l != NULL; l = l->next)
    {
      if (g_strcmp0 (gtk_recent_info_get_mime_type (l->data), MIME_TYPE) == 0)
        g_ptr_array_add (projects, gtk_recent_info_ref (l->data));
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  g_ptr_array_sort (projects, compare_visited);
  if (projects->len > maximum)
    g_ptr_array_set_size (projects, maximum);

  return projects;
}

static void
fill_menu (GMenu *menu)
{
  g_autoptr (GPtrArray) projects = klaster_application_list_recent (N_MENU_ITEMS);
  g_autoptr (GMenu) recent = g_menu_new ();
  g_autoptr (GMenu) always = g_menu_new ();

  g_menu_remove_all (menu);
  g_menu_append (always, _("_Open…"), "app.open");
  g_menu_append (always, _("_New Project…"), "app.new");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (always));
  for (guint i = 0; i < projects->len; i++)
    {
      GtkRecentInfo *info = g_ptr_array_index (projects, i);
      g_autoptr (GMenuItem) item = NULL;
      /* A name is not a mnemonic. */
      g_auto (GStrv) parts = g_strsplit (gtk_recent_info_get_display_name (info), "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);

      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "app.open-uri", "s", gtk_recent_info_get_uri (info));
      g_menu_append_item (recent, item);
    }
  if (projects->len > 0)
    /* Translators: heading of a list of projects opened lately. */
    g_menu_append_section (menu, C_("projects", "Recent"), G_MENU_MODEL (recent));
}

/**
 * klaster_application_get_recent_menu:
 *
 * Returns: (transfer none): a menu to open projects with, kept up to date
 */
GMenuModel *
klaster_application_get_recent_menu (void)
{
  static GMenu *menu;

  if (menu == NULL)
    {
      menu = g_menu_new ();
      fill_menu (menu);
      g_signal_connect_swapped (gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill_menu), menu);
    }

  return G_MENU_MODEL (menu);
}

/**
 * klaster_application_add_recent:
 * @file: a project that was opened
 *
 * Remembers it in the list that all programs of the desktop share.
 */
void
klaster_application_add_recent (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  GtkRecentData data = {
    .mime_type = (char *) MIME_TYPE,
    .app_name = (char *) "Klaster",
    .app_exec = (char *) "klaster %u",
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

/**
 * klaster_application_forget_recent:
 * @file: a project that is no longer there
 */
void
klaster_application_forget_recent (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  gtk_recent_manager_remove_item (gtk_recent_manager_get_default (), uri, NULL);
}
