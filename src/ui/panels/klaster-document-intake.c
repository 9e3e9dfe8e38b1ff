/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-compat.h"
#include "klaster-document-intake.h"
#include "klaster-side-panel.h"

/* Files on their way into the project, one after the other: no more than one of them is in memory. */
typedef struct
{
  GtkWidget *widget;
  KlasterProject *project;
  KlasterTable table;
  gint64 id;
  char *part; /* (nullable) */
  GListModel *files;
  guint position; /* of the one that is read */
  char *name;
  char *type;
  goffset size;
  KlasterEdit *edit;
  guint n_added;
  char *first_name;
  GString *refused; /* "“name”: reason" by line */
  guint n_refused;
} Intake;

static void take_next (Intake *intake);

static void
intake_free (Intake *intake)
{
  g_object_unref (intake->widget);
  g_object_unref (intake->project);
  g_object_unref (intake->files);
  g_free (intake->part);
  g_free (intake->name);
  g_free (intake->type);
  g_free (intake->first_name);
  klaster_edit_unref (intake->edit);
  g_string_free (intake->refused, TRUE);
  g_free (intake);
}

static void
refuse (Intake     *intake,
        const char *reason)
{
  if (intake->n_refused > 0)
    g_string_append_c (intake->refused, '\n');
  /* Translators: the name of a file, and why it could not be taken. */
  g_string_append_printf (intake->refused, _("“%s”: %s"), intake->name, reason);
  intake->n_refused++;
}

static void
finish (Intake *intake)
{
  const KlasterChoice choices[] = { { "close", _("_Close"), KLASTER_CHOICE_PLAIN } };
  GtkRoot *root = gtk_widget_get_root (intake->widget);

  if (intake->n_added > 0)
    {
      /* Translators: an entry of the history; %s is the name of a file. */
      g_autofree char *label = intake->n_added == 1
                                 ? g_strdup_printf (_("Add document “%s”"), intake->first_name)
                                 : g_strdup_printf (ngettext ("Add %u document", "Add %u documents", intake->n_added),
                                                    intake->n_added);

      klaster_edit_set_label (intake->edit, label);
      klaster_apply_edit (intake->widget, intake->project, intake->edit, NULL);
    }
  if (intake->n_refused > 0 && GTK_IS_WINDOW (root))
    {
      g_autofree char *heading = intake->n_refused == 1
                                   ? g_strdup (_("The Document Could Not Be Added"))
                                   : g_strdup_printf (ngettext ("%u Document Could Not Be Added",
                                                                "%u Documents Could Not Be Added", intake->n_refused),
                                                      intake->n_refused);

      klaster_compat_choose_async (GTK_WINDOW (root), heading, intake->refused->str, NULL, choices, G_N_ELEMENTS (choices),
                                   "close", NULL, NULL, NULL);
    }
  intake_free (intake);
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Intake *intake = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = klaster_project_store_blob_finish (KLASTER_PROJECT (source), result, &error);
  const char *owner = klaster_schema_get_table (intake->table)->name;
  gint64 id;

  if (sha256 == NULL)
    {
      refuse (intake, error->message);
      take_next (intake);
      return;
    }

  id = klaster_edit_insert (intake->edit, KLASTER_TABLE_ATTACHMENT);
  klaster_edit_set (intake->edit, KLASTER_TABLE_ATTACHMENT, id, KLASTER_ATTACHMENT_OWNER_TABLE, KLASTER_TEXT (owner));
  klaster_edit_set (intake->edit, KLASTER_TABLE_ATTACHMENT, id, KLASTER_ATTACHMENT_OWNER_ID, KLASTER_INTEGER (intake->id));
  klaster_edit_set (intake->edit, KLASTER_TABLE_ATTACHMENT, id, KLASTER_ATTACHMENT_NAME, KLASTER_TEXT (intake->name));
  if (intake->part)
    klaster_edit_set (intake->edit, KLASTER_TABLE_ATTACHMENT, id, KLASTER_ATTACHMENT_PART, KLASTER_TEXT (intake->part));
  if (intake->type)
    klaster_edit_set (intake->edit, KLASTER_TABLE_ATTACHMENT, id, KLASTER_ATTACHMENT_TYPE, KLASTER_TEXT (intake->type));
  klaster_edit_set (intake->edit, KLASTER_TABLE_ATTACHMENT, id, KLASTER_ATTACHMENT_SIZE, KLASTER_INTEGER (intake->size));
  klaster_edit_set (intake->edit, KLASTER_TABLE_ATTACHMENT, id, KLASTER_ATTACHMENT_SHA256, KLASTER_TEXT (sha256));
  if (intake->n_added++ == 0)
    intake->first_name = g_strdup (intake->name);
  take_next (intake);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Intake *intake = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);
  g_autofree char *content_type = NULL;

  if (bytes == NULL)
    {
      refuse (intake, error->message);
      take_next (intake);
      return;
    }

  intake->size = (goffset) g_bytes_get_size (bytes);
  content_type = g_content_type_guess (intake->name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  g_free (intake->type);
  intake->type = g_content_type_get_mime_type (content_type);
  klaster_project_store_blob_async (intake->project, bytes, NULL, stored_cb, intake);
}

/* What is too large is not even read, nor is what never ends. */
static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Intake *intake = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  GFileType type = G_FILE_TYPE_UNKNOWN;
  guint64 size = 0;

  if (info)
    {
      type = (GFileType) g_file_info_get_attribute_uint32 (info, G_FILE_ATTRIBUTE_STANDARD_TYPE);
      size = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_STANDARD_SIZE);
    }
  if (info == NULL)
    refuse (intake, error->message);
  else if (type == G_FILE_TYPE_DIRECTORY)
    refuse (intake, _("It is a folder. Add the files that are in it."));
  else if (type != G_FILE_TYPE_REGULAR && type != G_FILE_TYPE_UNKNOWN)
    refuse (intake, _("It is not a file that can be read."));
  else if (size > KLASTER_MAX_BLOB_SIZE)
    {
      g_autofree char *is = g_format_size (size);
      g_autofree char *most = g_format_size (KLASTER_MAX_BLOB_SIZE);
      /* Translators: sizes, "1.2 GB" and "268 MB". */
      g_autofree char *reason = g_strdup_printf (_("It is too large (%s): a project takes documents of up to %s. Make it "
                                                   "smaller, or note where it is kept."), is, most);

      refuse (intake, reason);
    }
  else if (size == 0)
    refuse (intake, _("It is empty."));
  else
    {
      g_file_load_bytes_async (G_FILE (source), NULL, loaded_cb, intake);
      return;
    }
  take_next (intake);
}

static void
take_next (Intake *intake)
{
  g_autoptr (GFile) file = g_list_model_get_item (intake->files, intake->position++);
  g_autofree char *base = file ? g_file_get_basename (file) : NULL;

  if (file == NULL)
    {
      finish (intake);
      return;
    }
  g_free (intake->name);
  intake->name = base ? g_filename_display_name (base) : g_strdup (_("Document"));
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, NULL, looked_cb, intake);
}

/**
 * klaster_document_intake_run:
 * @widget: from where it is asked for
 * @project: a project that can be edited
 * @table: the table of a record
 * @id: the record that the documents belong to
 * @part: (nullable): what of it they belong to, %NULL: the whole
 * @files: (element-type GFile): not copied; has to stay as it is
 *
 * Reads the files one after the other and attaches them in one edit. Those that are too large, empty or cannot be read are
 * named in a message together with the reason.
 */
void
klaster_document_intake_run (GtkWidget      *widget,
                             KlasterProject *project,
                             KlasterTable    table,
                             gint64          id,
                             const char     *part,
                             GListModel     *files)
{
  Intake *intake;

  g_return_if_fail (GTK_IS_WIDGET (widget) && KLASTER_IS_PROJECT (project) && G_IS_LIST_MODEL (files));

  intake = g_new0 (Intake, 1);
  intake->widget = g_object_ref (widget);
  intake->project = g_object_ref (project);
  intake->table = table;
  intake->id = id;
  intake->part = g_strdup (part);
  intake->files = g_object_ref (files);
  intake->edit = klaster_edit_new ("");
  intake->refused = g_string_new (NULL);
  take_next (intake);
}
