/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-history-window.h"
#include "klaster-history.h"
#include "klaster-share.h"

static AdwActionRow *
add_row (AdwPreferencesGroup *group,
         const char          *title,
         const char          *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_preferences_group_add (group, row);

  return ADW_ACTION_ROW (row);
}

static void
size_found_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (AdwActionRow) row = data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);
  g_autofree char *size = NULL;

  if (info == NULL)
    return;

  size = g_format_size (g_file_info_get_size (info));
  adw_action_row_set_subtitle (row, size);
}

static void
history_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (AdwActionRow) row = data;
  g_autoptr (GPtrArray) history = klaster_project_load_history_finish (KLASTER_PROJECT (source), result, NULL);
  KlasterHistoryEntry *newest, *oldest;
  gint64 now = g_get_real_time () / 1000;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *entries = NULL;
  g_autofree char *text = NULL;

  if (history == NULL || history->len == 0)
    return;

  newest = g_ptr_array_index (history, 0);
  oldest = g_ptr_array_index (history, history->len - 1);
  first = klaster_history_describe_time (oldest->time, now);
  last = klaster_history_describe_time (newest->time, now);
  entries = g_strdup_printf (ngettext ("%u entry", "%u entries", history->len), history->len);
  /* Translators: number of entries in the history, time of the first, time of the last. */
  text = g_strdup_printf (_("%1$s, from %2$s to %3$s"), entries, first, last);
  adw_action_row_set_subtitle (row, text);
}

static char *
count_rows (KlasterSnapshot *snapshot,
            KlasterTable     table)
{
  return g_strdup_printf ("%u", klaster_snapshot_get_n_rows (snapshot, table));
}

/**
 * klaster_file_properties_show:
 * @window: the window of a project
 *
 * Shows where the file is, how large it is, and how much is in it.
 */
void
klaster_file_properties_show (KlasterWindow *window)
{
  KlasterProject *project = klaster_window_get_project (window);
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (project);
  GFile *file = klaster_project_get_file (project);
  GtkWidget *dialog = adw_preferences_window_new ();
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *place = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  AdwPreferencesGroup *content = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
  g_autofree char *folder_name = folder != NULL ? g_file_get_parse_name (folder) : g_strdup ("–");
  const struct
  {
    const char *title;
    KlasterTable table;
  } tables[] = {
    { _("Institutions"), KLASTER_TABLE_INSTITUTION },
    { _("Cooperations"), KLASTER_TABLE_COOPERATION },
    { _("Agreements"), KLASTER_TABLE_AGREEMENT },
    { _("Activities"), KLASTER_TABLE_ACTIVITY },
    { _("Attached files"), KLASTER_TABLE_ATTACHMENT },
  };
  AdwActionRow *size_row, *history_row;

  adw_preferences_group_set_title (place, _("File"));
  add_row (place, _("Name"), klaster_project_get_display_name (project));
  add_row (place, _("Folder"), folder_name);
  size_row = add_row (place, _("Size"), "–");
  history_row = add_row (place, _("History"), "–");
  add_row (place, _("Format"), _("GeoPackage: QGIS and other programs read it as it stands"));

  adw_preferences_group_set_title (content, _("Contents"));
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *count = count_rows (snapshot, tables[i].table);
      AdwActionRow *row = add_row (content, tables[i].title, NULL);
      GtkWidget *label = gtk_label_new (count);

      gtk_widget_add_css_class (label, "numeric");
      adw_action_row_add_suffix (row, label);
    }

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), place);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), content);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (dialog), ADW_PREFERENCES_PAGE (page));
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (dialog), FALSE);
  gtk_window_set_title (GTK_WINDOW (dialog), _("About This File"));
  gtk_window_set_default_size (GTK_WINDOW (dialog), 520, 620);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (window));
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));

  if (file != NULL)
    g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL,
                             size_found_cb, g_object_ref (size_row));
  klaster_project_load_history_async (project, -1, 0, NULL, history_loaded_cb, g_object_ref (history_row));
}
