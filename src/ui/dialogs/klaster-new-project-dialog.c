/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-academic-year.h"
#include "klaster-compat.h"
#include "klaster-language.h"
#include "klaster-new-project-dialog.h"

/* Autumn begins a new academic year in the papers' country; planning it begins in summer. */
#define FIRST_MONTH 7

/**
 * KlasterNewProjectDialog:
 *
 * Names, region and academic year of a new cluster. One name is enough; the file may wait: until it is given a place, a
 * new project is kept in the user's data folder.
 */
struct _KlasterNewProjectDialog
{
  AdwWindow parent_instance;

  GFile *file;

  GtkWidget *create_button;
  AdwEntryRow *name_row;
  AdwEntryRow *name_rows[KLASTER_N_LANGUAGES];
  AdwExpanderRow *languages_row;
  AdwEntryRow *region_row;
  AdwEntryRow *year_row;
  GtkWidget *year_hint; /* below it, when it is no academic year */
  AdwActionRow *file_row;
};

G_DEFINE_FINAL_TYPE (KlasterNewProjectDialog, klaster_new_project_dialog, ADW_TYPE_WINDOW)

static char *
get_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
changed_cb (KlasterNewProjectDialog *self)
{
  gboolean named = FALSE;
  g_autofree char *year = get_text (self->year_row);
  gboolean valid = *year == '\0' || klaster_academic_year_parse (year) != 0;

  for (KlasterLanguage language = 0; language < KLASTER_N_LANGUAGES; language++)
    {
      g_autofree char *name = get_text (self->name_rows[language]);

      named = named || *name != '\0';
    }
  if (valid)
    gtk_widget_remove_css_class (GTK_WIDGET (self->year_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->year_row), "error");
  gtk_widget_set_visible (self->year_hint, !valid);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.create", named && valid);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  KlasterNewProjectDialog *self = KLASTER_NEW_PROJECT_DIALOG (source);
  g_autoptr (GFile) chosen = klaster_compat_save_file_finish (result, NULL);
  g_autofree char *place = NULL;

  if (chosen == NULL)
    return;

  g_clear_object (&self->file);
  self->file = klaster_application_complete_name (chosen);
  place = g_file_get_parse_name (self->file);
  adw_action_row_set_subtitle (self->file_row, place);
}

static void
choose_file_action (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  const char *const patterns[] = { "*.klaster", NULL };
  KlasterNewProjectDialog *self = KLASTER_NEW_PROJECT_DIALOG (widget);
  g_autoptr (GListModel) filters = klaster_compat_create_filters (_("Klaster Projects"), patterns);
  g_autofree char *name = get_text (self->name_rows[klaster_language_get_default ()]);
  g_autofree char *proposed = NULL;

  if (*name == '\0')
    {
      g_free (name);
      name = g_strdup (_("New Cluster"));
    }
  g_strdelimit (name, "/", '-');
  proposed = g_strconcat (name, ".klaster", NULL);
  klaster_compat_save_file_async (GTK_WINDOW (self), _("Where the Project Is to Be"), _("_Choose"), proposed, NULL, filters,
                                  NULL, file_chosen_cb, NULL);
}

static void
set_if_given (KlasterEdit *edit,
              guint        column,
              AdwEntryRow *row)
{
  g_autofree char *text = get_text (row);

  if (*text != '\0')
    klaster_edit_set (edit, KLASTER_TABLE_CLUSTER, 1, column, KLASTER_TEXT (text));
}

static void
create_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  KlasterNewProjectDialog *self = KLASTER_NEW_PROJECT_DIALOG (widget);
  GApplication *application = g_application_get_default ();
  /* Translators: the first entry in the history of a project. */
  g_autoptr (KlasterEdit) edit = klaster_edit_new (_("Name the cluster"));
  g_autofree char *region = get_text (self->region_row);
  g_autofree char *year = get_text (self->year_row);
  g_autofree char *written = NULL;

  for (KlasterLanguage language = 0; language < KLASTER_N_LANGUAGES; language++)
    set_if_given (edit, KLASTER_CLUSTER_NAME_UZ + language, self->name_rows[language]);
  if (*year != '\0')
    {
      written = klaster_academic_year_format (klaster_academic_year_parse (year));
      klaster_edit_set (edit, KLASTER_TABLE_CLUSTER, 1, KLASTER_CLUSTER_ACADEMIC_YEAR, KLASTER_TEXT (written));
    }

  klaster_application_open_new (KLASTER_APPLICATION (application), self->file, *region != '\0' ? region : NULL, NULL, NULL,
                                edit);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
klaster_new_project_dialog_finalize (GObject *object)
{
  KlasterNewProjectDialog *self = KLASTER_NEW_PROJECT_DIALOG (object);

  g_clear_object (&self->file);

  G_OBJECT_CLASS (klaster_new_project_dialog_parent_class)->finalize (object);
}

static void
klaster_new_project_dialog_class_init (KlasterNewProjectDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = klaster_new_project_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/klaster_app/Klaster/ui/klaster-new-project-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterNewProjectDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterNewProjectDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterNewProjectDialog, languages_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterNewProjectDialog, region_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterNewProjectDialog, year_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterNewProjectDialog, year_hint);
  gtk_widget_class_bind_template_child (widget_class, KlasterNewProjectDialog, file_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "dialog.create", NULL, create_action);
  gtk_widget_class_install_action (widget_class, "dialog.choose-file", NULL, choose_file_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
klaster_new_project_dialog_init (KlasterNewProjectDialog *self)
{
  const char *const titles[] = {
    [KLASTER_LANGUAGE_UZ] = _("Name in Uzbek (Latin)"),
    [KLASTER_LANGUAGE_UZ_CYRL] = _("Name in Uzbek (Cyrillic)"),
    [KLASTER_LANGUAGE_RU] = _("Name in Russian"),
    [KLASTER_LANGUAGE_EN] = _("Name in English"),
  };
  KlasterLanguage own = klaster_language_get_default ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *year = klaster_academic_year_at (now);

  gtk_widget_init_template (GTK_WIDGET (self));

  for (KlasterLanguage language = 0; language < KLASTER_N_LANGUAGES; language++)
    {
      if (language == own)
        {
          self->name_rows[language] = self->name_row;
          continue;
        }
      self->name_rows[language] = ADW_ENTRY_ROW (adw_entry_row_new ());
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name_rows[language]), titles[language]);
      g_signal_connect_swapped (self->name_rows[language], "changed", G_CALLBACK (changed_cb), self);
      adw_expander_row_add_row (self->languages_row, GTK_WIDGET (self->name_rows[language]));
    }
  gtk_label_set_text (GTK_LABEL (self->year_hint), klaster_academic_year_get_hint ());
  gtk_editable_set_text (GTK_EDITABLE (self->region_row), "Toshkent viloyati");
  gtk_editable_set_text (GTK_EDITABLE (self->year_row), year);
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
}

/**
 * klaster_new_project_dialog_new:
 * @parent: (nullable): window to show it over
 *
 * Returns: (transfer none): the dialog, to be presented
 */
GtkWidget *
klaster_new_project_dialog_new (GtkWindow *parent)
{
  return g_object_new (KLASTER_TYPE_NEW_PROJECT_DIALOG, "transient-for", parent, "modal", parent != NULL, NULL);
}

/**
 * klaster_academic_year_at:
 * @time: a time
 *
 * Returns: (transfer full): the academic year that is planned then, "2026/27"
 */
char *
klaster_academic_year_at (GDateTime *time)
{
  int year = g_date_time_get_year (time);

  if (g_date_time_get_month (time) < FIRST_MONTH)
    year--;

  return g_strdup_printf ("%d/%02d", year, (year + 1) % 100);
}
