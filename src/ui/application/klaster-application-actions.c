/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-application-private.h"
#include "klaster-compat.h"
#include "klaster-derive.h"
#include "klaster-new-project-dialog.h"
#include "klaster-preferences.h"
#include "klaster-sample.h"
#include "klaster-window.h"

static GtkWindow *
get_window (gpointer data)
{
  return gtk_application_get_active_window (GTK_APPLICATION (data));
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  klaster_compat_show_about (get_window (data));
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  klaster_preferences_show (get_window (data));
}

static void
new_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  GtkWidget *dialog = klaster_new_project_dialog_new (get_window (data));

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
open_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  KlasterApplication *self = data;
  g_autoptr (GFile) file = klaster_compat_open_file_finish (result, NULL);

  if (file != NULL)
    klaster_application_open_file (self, file);
  g_application_release (G_APPLICATION (self));
}

static void
open_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  const char *const patterns[] = { "*.klaster", NULL };
  KlasterApplication *self = data;
  g_autoptr (GListModel) filters = klaster_compat_create_filters (_("Klaster Projects"), patterns);

  g_application_hold (G_APPLICATION (self));
  klaster_compat_open_file_async (get_window (data), _("Open a Project"), _("_Open"), filters, NULL, open_chosen_cb, self);
}

static void
open_uri_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  klaster_application_open_file (data, file);
}

static void
open_sample_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  g_autofree char *today = klaster_date_today ();
  g_autoptr (GBytes) content = klaster_sample_make_content (today, klaster_language_get_default ());
  g_autoptr (GPtrArray) blobs = klaster_sample_list_blobs ();

  klaster_application_open_new (data, NULL, NULL, content, blobs, NULL);
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  /* Each window publishes its project first; the program ends with the last one. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

void
klaster_application_add_actions (KlasterApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "about", .activate = about_cb },
    { .name = "new", .activate = new_cb },
    { .name = "preferences", .activate = preferences_cb },
    { .name = "open", .activate = open_cb },
    { .name = "open-uri", .activate = open_uri_cb, .parameter_type = "s" },
    { .name = "open-sample", .activate = open_sample_cb },
    { .name = "quit", .activate = quit_cb },
  };
  static const struct
  {
    const char *action;
    const char *keys[3];
  } accelerators[] = {
    { "app.new", { "<Control>n" } },
    { "app.open", { "<Control>o" } },
    { "app.quit", { "<Control>q" } },
    { "app.preferences", { "<Control>comma" } },
    { "win.close", { "<Control>w" } },
    { "win.undo", { "<Control>z" } },
    { "win.redo", { "<Control><Shift>z", "<Control>y" } },
    { "win.name-version", { "<Control>s" } },
    { "win.save-as", { "<Control><Shift>s" } },
    { "win.print", { "<Control>p" } },
    { "win.search", { "<Control>f" } },
    { "win.next-part(1)", { "F6" } },
    { "win.next-part(-1)", { "<Shift>F6" } },
    { "win.show-sidebar", { "F9" } },
    { "win.show-panel", { "<Control>F9" } },
    { "win.history", { "<Control><Shift>h" } },
    { "win.import", { "<Control>i" } },
    { "win.add-member", { "<Control><Shift>n" } },
    { "win.connect", { "<Control>l" } },
    { "win.page-number(1)", { "<Alt>1" } },
    { "win.page-number(2)", { "<Alt>2" } },
    { "win.page-number(3)", { "<Alt>3" } },
    { "win.page-number(4)", { "<Alt>4" } },
    { "win.page-number(5)", { "<Alt>5" } },
    { "win.page-number(6)", { "<Alt>6" } },
    { "win.page-number(7)", { "<Alt>7" } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action, accelerators[i].keys);
}
