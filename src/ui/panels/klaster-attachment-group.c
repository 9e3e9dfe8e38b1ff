/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-attachment-group.h"
#include "klaster-compat.h"
#include "klaster-document-copy.h"
#include "klaster-document-intake.h"
#include "klaster-group-note.h"
#include "klaster-record-group.h"
#include "klaster-side-panel.h"
#include "klaster-spoken.h"

struct _KlasterAttachmentGroup
{
  KlasterLiveGroup parent_instance;

  char *part;                   /* (nullable): shown alone */
  const char *const *elsewhere; /* (nullable): parts that other groups show */
  guint n_documents;
  GtkWidget *add_button;        /* beside the title; NULL in the group of a part */
};

G_DEFINE_FINAL_TYPE (KlasterAttachmentGroup, klaster_attachment_group, KLASTER_TYPE_LIVE_GROUP)

/* A document on its way out of the project. */
typedef struct
{
  KlasterAttachmentGroup *group;
  GFile *target;
  gboolean open; /* with the default program, once it is written */
} Transfer;

static void
transfer_free (Transfer *transfer)
{
  g_object_unref (transfer->group);
  g_object_unref (transfer->target);
  g_free (transfer);
}

static GtkWindow *
get_window (KlasterAttachmentGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
show_error (KlasterAttachmentGroup *self,
            const char             *heading,
            const GError           *error)
{
  const KlasterChoice choices[] = { { "close", _("_Close"), KLASTER_CHOICE_PLAIN } };

  if (get_window (self) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    klaster_compat_choose_async (get_window (self), heading, error->message, NULL, choices, G_N_ELEMENTS (choices), "close",
                                 NULL, NULL, NULL);
}

/* In */

static void
files_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (KlasterAttachmentGroup) self = user_data;
  g_autoptr (GListModel) files = klaster_compat_open_files_finish (result, NULL);

  if (files)
    klaster_attachment_group_add_files (self, files);
}

static void
add_cb (KlasterAttachmentGroup *self)
{
  if (get_window (self))
    klaster_compat_open_files_async (get_window (self), _("Add Documents"), _("_Add"), files_chosen_cb, g_object_ref (self));
}

/* Out */

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Transfer *transfer = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    show_error (transfer->group, _("The Document Could Not Be Saved"), error);
  else if (transfer->open)
    {
      klaster_document_copy_protect (transfer->target);
      if (get_window (transfer->group))
        klaster_compat_open_with_default (get_window (transfer->group), transfer->target);
    }
  transfer_free (transfer);
}

static void
loaded_blob_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Transfer *transfer = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = klaster_project_load_blob_finish (KLASTER_PROJECT (source), result, &error);

  if (bytes == NULL)
    {
      show_error (transfer->group, _("The Document Could Not Be Read"), error);
      transfer_free (transfer);
      return;
    }
  g_file_replace_contents_bytes_async (transfer->target, bytes, NULL, FALSE,
                                       transfer->open ? G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION
                                                      : G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL, written_cb, transfer);
}

static KlasterRow *
find_attachment (KlasterAttachmentGroup *self,
                 gint64                  id)
{
  KlasterProject *project = klaster_live_group_get_project (KLASTER_LIVE_GROUP (self));

  return project ? klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_ATTACHMENT, id) : NULL;
}

/* A name that is safe in any folder, whatever the file says: it may come from a stranger. */
static char *
make_file_name (const KlasterRow *attachment)
{
  const char *name = klaster_row_get_text (attachment, KLASTER_ATTACHMENT_NAME);
  g_autofree char *base = g_path_get_basename (name && *name ? name : "document");

  g_strdelimit (base, "/\\:*?\"<>|\n\r\t", '_');
  if (*base == '.')
    *base = '_';

  return g_steal_pointer (&base);
}

static void
fetch (KlasterAttachmentGroup *self,
       gint64                  id,
       GFile                  *target,
       gboolean                open)
{
  KlasterRow *row = find_attachment (self, id);
  Transfer *transfer;

  if (row == NULL)
    return;

  transfer = g_new (Transfer, 1);
  *transfer = (Transfer) { g_object_ref (self), g_object_ref (target), open };
  klaster_project_load_blob_async (klaster_live_group_get_project (KLASTER_LIVE_GROUP (self)), klaster_row_get_text (row, KLASTER_ATTACHMENT_SHA256), NULL,
                                   loaded_blob_cb, transfer);
}

static gint64
get_id (gpointer object)
{
  return *(gint64 *) g_object_get_data (object, "id");
}

static void
open_cb (GtkWidget              *widget,
         KlasterAttachmentGroup *self)
{
  KlasterRow *row = find_attachment (self, get_id (widget));
  g_autofree char *name = row ? make_file_name (row) : NULL;
  g_autoptr (GFile) file = NULL;

  if (row == NULL || klaster_row_is_null (row, KLASTER_ATTACHMENT_SHA256))
    return;
  file = klaster_document_copy_prepare (klaster_row_get_text (row, KLASTER_ATTACHMENT_SHA256), name);
  fetch (self, get_id (widget), file, TRUE);
}

typedef struct
{
  KlasterAttachmentGroup *group;
  gint64 id;
} Saving;

static void
save_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Saving *saving = user_data;
  g_autoptr (GFile) file = klaster_compat_save_file_finish (result, NULL);

  if (file)
    klaster_attachment_group_save (saving->group, saving->id, file);
  g_object_unref (saving->group);
  g_free (saving);
}

static void
save_cb (GtkWidget              *widget,
         KlasterAttachmentGroup *self)
{
  KlasterRow *row = find_attachment (self, get_id (widget));
  g_autofree char *name = row ? make_file_name (row) : NULL;
  Saving *saving;

  if (row == NULL || get_window (self) == NULL)
    return;
  saving = g_new (Saving, 1);
  saving->group = g_object_ref (self);
  saving->id = get_id (widget);
  klaster_compat_save_file_async (get_window (self), _("Save Document"), _("_Save"), name, NULL, NULL, NULL, save_chosen_cb,
                                  saving);
}

static void
remove_cb (GtkWidget              *widget,
           KlasterAttachmentGroup *self)
{
  klaster_attachment_group_remove (self, get_id (widget));
}

/* Rows */

static GtkWidget *
make_button (KlasterAttachmentGroup *self,
             gint64                  id,
             const char             *icon,
             const char             *tooltip,
             GCallback               callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  klaster_set_tooltip (button, tooltip);
  g_object_set_data_full (G_OBJECT (button), "id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (button, "clicked", callback, self, 0);

  return button;
}

static void
add_row (KlasterAttachmentGroup *self,
         const KlasterRow       *attachment)
{
  gint64 id = klaster_row_get_id (attachment);
  const char *name = klaster_row_get_text (attachment, KLASTER_ATTACHMENT_NAME);
  g_autofree char *size = klaster_row_is_null (attachment, KLASTER_ATTACHMENT_SIZE)
                            ? NULL : g_format_size ((guint64) klaster_row_get_integer (attachment, KLASTER_ATTACHMENT_SIZE));
  /* Translators: %s is the name of a file. */
  g_autofree char *open = g_strdup_printf (_("Open “%s”"), name ? name : "…");
  g_autofree char *save = g_strdup_printf (_("Save “%s” As…"), name ? name : "…");
  g_autofree char *remove = g_strdup_printf (_("Remove “%s”"), name ? name : "…");
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button;

  gtk_box_append (GTK_BOX (box), make_button (self, id, "document-save-symbolic", save, G_CALLBACK (save_cb)));
  button = make_button (self, id, "user-trash-symbolic", remove, G_CALLBACK (remove_cb));
  gtk_widget_set_sensitive (button, klaster_live_group_get_editable (KLASTER_LIVE_GROUP (self)));
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row),
                              klaster_record_content_new (gtk_image_new_from_icon_name ("text-x-generic-symbolic"),
                                                          name ? name : _("Document"), size, box, FALSE));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "record-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, open, -1);
  g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (open_cb), self, 0);
  klaster_live_group_add_row (KLASTER_LIVE_GROUP (self), row);
}

static gboolean
is_shown (KlasterAttachmentGroup *self,
          const KlasterRow       *attachment)
{
  const char *part = klaster_row_get_text (attachment, KLASTER_ATTACHMENT_PART);

  if (self->part)
    return g_strcmp0 (part, self->part) == 0;

  return part == NULL || self->elsewhere == NULL || !g_strv_contains (self->elsewhere, part);
}

static void
add_add_row (KlasterAttachmentGroup *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *content = klaster_record_content_new (gtk_image_new_from_icon_name ("mail-attachment-symbolic"),
                                                   self->n_documents > 0 ? _("Add Another Document…") : _("Add Document…"),
                                                   NULL, NULL, FALSE);

  gtk_widget_add_css_class (content, "dim-label");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "record-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_object_get_data (G_OBJECT (self), "add-label"), -1);
  g_signal_connect_object (row, "activated", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  klaster_live_group_add_row (KLASTER_LIVE_GROUP (self), row);
}

static void
klaster_attachment_group_update (KlasterLiveGroup *group,
                                 KlasterSnapshot  *snapshot,
                                 gint64            record)
{
  KlasterAttachmentGroup *self = KLASTER_ATTACHMENT_GROUP (group);
  gboolean editable = klaster_live_group_get_editable (group);
  const char *owner = klaster_schema_get_table (klaster_live_group_get_table (group))->name;
  KlasterRowIter iter;
  KlasterRow *row;

  self->n_documents = 0;
  klaster_live_group_clear (group);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_ATTACHMENT);
  while (klaster_row_iter_next (&iter, &row))
    if (klaster_row_get_integer (row, KLASTER_ATTACHMENT_OWNER_ID) == record &&
        g_strcmp0 (klaster_row_get_text (row, KLASTER_ATTACHMENT_OWNER_TABLE), owner) == 0 && is_shown (self, row))
      {
        add_row (self, row);
        self->n_documents++;
      }
  if (self->part)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), editable || self->n_documents > 0);
      if (editable)
        add_add_row (self);
      return;
    }
  gtk_widget_set_sensitive (self->add_button, editable);
  klaster_group_set_note (ADW_PREFERENCES_GROUP (self),
                          self->n_documents == 0 && editable ? _("Drop the signed paper anywhere on this panel, or choose a file.") : NULL);
}

static gboolean
klaster_attachment_group_concerns (KlasterLiveGroup *group,
                                   KlasterDelta     *delta)
{
  return klaster_delta_touches (delta, KLASTER_TABLE_ATTACHMENT) ||
         klaster_delta_touches (delta, klaster_live_group_get_table (group));
}

static void
klaster_attachment_group_finalize (GObject *object)
{
  g_free (KLASTER_ATTACHMENT_GROUP (object)->part);

  G_OBJECT_CLASS (klaster_attachment_group_parent_class)->finalize (object);
}

static void
klaster_attachment_group_class_init (KlasterAttachmentGroupClass *klass)
{
  KlasterLiveGroupClass *group_class = KLASTER_LIVE_GROUP_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = klaster_attachment_group_finalize;
  group_class->table = KLASTER_TABLE_AGREEMENT;
  group_class->update = klaster_attachment_group_update;
  group_class->concerns = klaster_attachment_group_concerns;
}

static void
klaster_attachment_group_init (KlasterAttachmentGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Documents"));
  self->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add_button, "flat");
  gtk_widget_set_valign (self->add_button, GTK_ALIGN_CENTER);
  klaster_set_tooltip (self->add_button, _("Add Document"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add Document"), -1);
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add_button);
}

/**
 * klaster_attachment_group_set_part:
 * @part: what of the record
 * @title: what it is called
 *
 * Shows the documents of a part of the record only, and adds documents to it. The group has no heading then; its last row
 * adds a document.
 */
void
klaster_attachment_group_set_part (KlasterAttachmentGroup *self,
                                   const char             *part,
                                   const char             *title)
{
  g_return_if_fail (KLASTER_IS_ATTACHMENT_GROUP (self) && part != NULL && title != NULL);

  g_free (self->part);
  self->part = g_strdup (part);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), "");
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), NULL);
  self->add_button = NULL;
  /* Translators: %s is a step of a chain: “Add document: Proposal” */
  g_object_set_data_full (G_OBJECT (self), "add-label", g_strdup_printf (_("Add document: %s"), title), g_free);
}

/**
 * klaster_attachment_group_set_elsewhere:
 * @parts: (array zero-terminated=1): parts of the record whose documents other groups show; not copied
 *
 * Leaves them out.
 */
void
klaster_attachment_group_set_elsewhere (KlasterAttachmentGroup *self,
                                        const char *const      *parts)
{
  g_return_if_fail (KLASTER_IS_ATTACHMENT_GROUP (self));

  self->elsewhere = parts;
}

/**
 * klaster_attachment_group_get_n_documents:
 *
 * Returns: how many are shown
 */
guint
klaster_attachment_group_get_n_documents (KlasterAttachmentGroup *self)
{
  g_return_val_if_fail (KLASTER_IS_ATTACHMENT_GROUP (self), 0);

  return self->n_documents;
}

/**
 * klaster_attachment_group_add_files:
 * @files: (element-type GFile): files
 *
 * Takes the files into the project and attaches them to the record, with one edit.
 */
void
klaster_attachment_group_add_files (KlasterAttachmentGroup *self,
                                    GListModel             *files)
{
  KlasterLiveGroup *group = KLASTER_LIVE_GROUP (self);

  g_return_if_fail (KLASTER_IS_ATTACHMENT_GROUP (self));

  if (klaster_live_group_get_editable (group))
    klaster_document_intake_run (GTK_WIDGET (self), klaster_live_group_get_project (group),
                                 klaster_live_group_get_table (group), klaster_live_group_get_record (group), self->part,
                                 files);
}

/**
 * klaster_attachment_group_save:
 * @id: an attachment
 * @file: where to
 */
void
klaster_attachment_group_save (KlasterAttachmentGroup *self,
                               gint64                  id,
                               GFile                  *file)
{
  g_return_if_fail (KLASTER_IS_ATTACHMENT_GROUP (self));

  fetch (self, id, file, FALSE);
}

/**
 * klaster_attachment_group_remove:
 * @id: an attachment
 *
 * Takes the document off the agreement; Undo brings it back.
 */
void
klaster_attachment_group_remove (KlasterAttachmentGroup *self,
                                 gint64                  id)
{
  KlasterRow *row;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;
  const char *name;

  g_return_if_fail (KLASTER_IS_ATTACHMENT_GROUP (self));

  row = find_attachment (self, id);
  if (row == NULL || !klaster_live_group_get_editable (KLASTER_LIVE_GROUP (self)))
    return;

  name = klaster_row_get_text (row, KLASTER_ATTACHMENT_NAME);
  label = g_strdup_printf (_("Remove document “%s”"), name ? name : "…");
  toast = g_strdup_printf (_("“%s” removed"), name ? name : "…");
  edit = klaster_edit_new (label);
  klaster_edit_delete (edit, KLASTER_TABLE_ATTACHMENT, id);
  klaster_apply_edit (GTK_WIDGET (self), klaster_live_group_get_project (KLASTER_LIVE_GROUP (self)), edit, toast);
}
