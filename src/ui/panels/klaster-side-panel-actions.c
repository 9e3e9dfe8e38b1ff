/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-compat.h"
#include "klaster-join-dialog.h"
#include "klaster-member-edits.h"
#include "klaster-record-edits.h"
#include "klaster-side-panel-private.h"
#include "klaster-undo-toast.h"

/* An edit of whole records on its way. */
typedef struct
{
  GtkWidget *widget; /* weak */
  char *toast;
} Applying;

static void
applying_free (Applying *applying)
{
  g_clear_weak_pointer (&applying->widget);
  g_free (applying->toast);
  g_free (applying);
}

static void
show_error (GtkWidget    *widget,
            const GError *error)
{
  const KlasterChoice choices[] = { { "close", _("_Close"), KLASTER_CHOICE_PLAIN } };
  GtkRoot *root = gtk_widget_get_root (widget);

  if (GTK_IS_WINDOW (root))
    klaster_compat_choose_async (GTK_WINDOW (root), _("That Could Not Be Done"), error->message, NULL, choices,
                                 G_N_ELEMENTS (choices), "close", NULL, NULL, NULL);
}

static void
applied_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Applying *applying = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = klaster_project_commit_finish (KLASTER_PROJECT (object), result, &error);

  if (applying->widget != NULL)
    {
      GtkWidget *overlay = gtk_widget_get_ancestor (applying->widget, ADW_TYPE_TOAST_OVERLAY);

      if (uuid != NULL && applying->toast != NULL && overlay != NULL)
        klaster_undo_toast_show (ADW_TOAST_OVERLAY (overlay), KLASTER_PROJECT (object), uuid, applying->toast);
      else if (uuid == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
               && !g_error_matches (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_NO_CHANGE))
        show_error (applying->widget, error);
    }
  applying_free (applying);
}

/**
 * klaster_apply_edit:
 * @widget: where to say how it went: a toast in the overlay around it, a dialog over its window
 * @project: a project
 * @edit: an edit of whole records
 * @toast: (nullable): what to say when it is done, with an offer to undo
 *
 * Commits @edit.
 */
void
klaster_apply_edit (GtkWidget      *widget,
                    KlasterProject *project,
                    KlasterEdit    *edit,
                    const char     *toast)
{
  Applying *applying = g_new0 (Applying, 1);

  g_set_weak_pointer (&applying->widget, widget);
  applying->toast = g_strdup (toast);
  klaster_project_commit_async (project, edit, NULL, applied_cb, applying);
}

/**
 * klaster_delete_selected:
 * @widget: where to say how it went
 * @project: a project
 * @selection: selected records
 *
 * Deletes the records, with a toast that offers to undo.
 */
void
klaster_delete_selected (GtkWidget        *widget,
                         KlasterProject   *project,
                         KlasterSelection *selection)
{
  guint n_ids;
  const gint64 *ids = klaster_selection_get_ids (selection, &n_ids);
  g_autoptr (KlasterEdit) edit = NULL;
  g_autofree char *toast = NULL;

  if (n_ids == 0 || klaster_project_is_read_only (project))
    return;

  edit = klaster_record_edit_delete (klaster_project_get_snapshot (project), klaster_selection_get_table (selection), ids,
                                     n_ids, &toast);
  klaster_apply_edit (widget, project, edit, toast);
}

/**
 * klaster_duplicate_selected:
 * @widget: where to say how it went
 * @project: a project
 * @selection: selected records; afterwards their copies
 */
void
klaster_duplicate_selected (GtkWidget        *widget,
                            KlasterProject   *project,
                            KlasterSelection *selection)
{
  guint n_ids;
  const gint64 *ids = klaster_selection_get_ids (selection, &n_ids);
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GArray) new_ids = NULL;
  KlasterTable table = klaster_selection_get_table (selection);

  if (n_ids == 0 || klaster_project_is_read_only (project))
    return;

  edit = klaster_record_edit_duplicate (klaster_project_get_snapshot (project), table, ids, n_ids, &new_ids);
  klaster_apply_edit (widget, project, edit, NULL);
  if (new_ids->len > 0)
    klaster_selection_set (selection, table, (const gint64 *) (gpointer) new_ids->data, new_ids->len,
                           g_array_index (new_ids, gint64, 0));
}

/**
 * klaster_add_institution:
 * @members: what the list of members shows; made to show the new one
 * @lon: longitude in degrees, NAN when not known yet
 * @lat: latitude in degrees, NAN when not known yet
 *
 * Adds an institution, selects it and leads to its name.
 */
void
klaster_add_institution (KlasterSidePanel  *self,
                         KlasterQueryModel *members,
                         double             lon,
                         double             lat)
{
  g_autoptr (KlasterEdit) edit = NULL;
  gint64 id;

  g_return_if_fail (KLASTER_IS_SIDE_PANEL (self) && KLASTER_IS_QUERY_MODEL (members));

  if (self->project == NULL || klaster_project_is_read_only (self->project))
    return;

  edit = klaster_member_edit_add (klaster_list_new_members (members), lon, lat, &id);
  klaster_apply_edit (GTK_WIDGET (self), self->project, edit, NULL);
  klaster_selection_select (self->selection, KLASTER_TABLE_INSTITUTION, id);
  klaster_side_panel_focus_field (self, "name_uz");
}

static void
go_action (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  const char *name;
  gint64 id;
  KlasterTable table;

  g_variant_get (parameter, "(&sx)", &name, &id);
  if (klaster_schema_find_table (name, &table))
    klaster_side_panel_go (KLASTER_SIDE_PANEL (widget), table, id);
}

static void
parameter_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  const char *key, *value, *date;

  g_variant_get (parameter, "(&s&s&s)", &key, &value, &date);
  klaster_side_panel_go_to_parameter (KLASTER_SIDE_PANEL (widget), key, value, date);
}

static void
back_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  klaster_side_panel_go_back (KLASTER_SIDE_PANEL (widget));
}

static void
delete_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  KlasterSidePanel *self = KLASTER_SIDE_PANEL (widget);

  klaster_delete_selected (widget, self->project, self->selection);
  /* What the panel shows next is the project: nobody who deletes a member means to type over its name. */
  gtk_widget_activate_action (widget, "win.enter-page", NULL);
}

static void
duplicate_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  KlasterSidePanel *self = KLASTER_SIDE_PANEL (widget);

  klaster_side_panel_flush (self);
  klaster_duplicate_selected (widget, self->project, self->selection);
}

static void
join_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  KlasterSidePanel *self = KLASTER_SIDE_PANEL (widget);

  klaster_side_panel_flush (self);
  klaster_join_dialog_show (widget, self->project, self->selection);
}

/**
 * klaster_side_panel_install_actions:
 * @widget_class: the panel's
 */
void
klaster_side_panel_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "panel.go", "(sx)", go_action);
  gtk_widget_class_install_action (widget_class, "panel.parameter", "(sss)", parameter_action);
  gtk_widget_class_install_action (widget_class, "panel.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "panel.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "panel.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "panel.join", NULL, join_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "panel.back", NULL);
}
