/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-focus.h"
#include "klaster-group-note.h"
#include "klaster-linked-group.h"
#include "klaster-record-group.h"
#include "klaster-record-picker.h"
#include "klaster-side-panel.h"
#include "klaster-spoken.h"

typedef struct
{
  KlasterProject *project;
  GArray *ids; /* gint64: the cooperations */
  guint update_id;

  GtkWidget *buttons;
  GtkWidget *link_button;
  GtkWidget *picker; /* (nullable): made when it is first asked for */
  GPtrArray *rows;   /* not owned: children */
} KlasterLinkedGroupPrivate;

enum
{
  PROP_PROJECT = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KlasterLinkedGroup, klaster_linked_group, ADW_TYPE_PREFERENCES_GROUP)

static KlasterLinkedGroupPrivate *
get_private (gpointer self)
{
  return klaster_linked_group_get_instance_private (self);
}

static const gint64 *
get_ids (KlasterLinkedGroupPrivate *priv)
{
  return (const gint64 *) (gpointer) priv->ids->data;
}

/* What each of the cooperations is linked with. */
static GPtrArray *
list_shared (KlasterLinkedGroup *self,
             KlasterSnapshot    *snapshot)
{
  KlasterLinkedGroupClass *klass = KLASTER_LINKED_GROUP_GET_CLASS (self);
  KlasterLinkedGroupPrivate *priv = get_private (self);
  GPtrArray *shared = klass->list (snapshot, get_ids (priv)[0]);

  for (guint i = 1; i < priv->ids->len && shared->len > 0; i++)
    {
      g_autoptr (GPtrArray) others = klass->list (snapshot, get_ids (priv)[i]);

      for (guint j = shared->len; j > 0; j--)
        if (!g_ptr_array_find (others, g_ptr_array_index (shared, j - 1), NULL))
          g_ptr_array_remove_index (shared, j - 1);
    }

  return shared;
}

static void
activated_cb (GtkWidget          *row,
              KlasterLinkedGroup *self)
{
  gint64 *id = g_object_get_data (G_OBJECT (row), "id");

  gtk_widget_activate_action (row, "panel.go", "(sx)",
                              klaster_schema_get_table (KLASTER_LINKED_GROUP_GET_CLASS (self)->target)->name, *id);
}

static void
unlink_cb (GtkWidget          *button,
           KlasterLinkedGroup *self)
{
  gint64 *id = g_object_get_data (G_OBJECT (button), "id");

  klaster_linked_group_unlink (self, *id);
}

static GtkWidget *
make_row (KlasterLinkedGroup *self,
          KlasterSnapshot    *snapshot,
          KlasterRow         *target)
{
  gint64 id = klaster_row_get_id (target);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_from_icon_name ("klaster-disconnect-symbolic");
  g_autofree char *title = klaster_record_describe (snapshot, target, klaster_language_get_default ());
  g_autofree char *second = KLASTER_LINKED_GROUP_GET_CLASS (self)->describe (self, snapshot, target, box);
  g_autofree char *unlink = g_strdup_printf (_("Unlink “%s”"), title);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  klaster_set_tooltip (button, unlink);
  gtk_widget_set_sensitive (button, !klaster_project_is_read_only (get_private (self)->project));
  g_object_set_data_full (G_OBJECT (button), "id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (unlink_cb), self, 0);
  gtk_box_append (GTK_BOX (box), button);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), klaster_record_content_new (NULL, title, second, box, FALSE));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "record-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, second ? second : "", -1);
  g_object_set_data_full (G_OBJECT (row), "id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, 0);

  return row;
}

static void
update (KlasterLinkedGroup *self)
{
  KlasterLinkedGroupClass *klass = KLASTER_LINKED_GROUP_GET_CLASS (self);
  KlasterLinkedGroupPrivate *priv = get_private (self);
  KlasterSnapshot *snapshot = priv->project ? klaster_project_get_snapshot (priv->project) : NULL;
  gboolean shown = snapshot != NULL && priv->ids->len > 0;
  g_autoptr (GPtrArray) targets = NULL;
  int focused = klaster_find_focused (priv->rows);

  while (priv->rows->len > 0)
    {
      GtkWidget *row = g_ptr_array_steal_index (priv->rows, priv->rows->len - 1);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), shown);
  if (!shown)
    return;

  targets = list_shared (self, snapshot);
  for (guint i = 0; i < targets->len; i++)
    {
      GtkWidget *row = make_row (self, snapshot, g_ptr_array_index (targets, i));

      g_ptr_array_add (priv->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }
  klaster_group_set_note (ADW_PREFERENCES_GROUP (self),
                          targets->len > 0 ? NULL : klass->get_empty_text (priv->ids->len));
  if (priv->link_button)
    gtk_widget_set_sensitive (priv->link_button, !klaster_project_is_read_only (priv->project));
  if (klass->updated)
    klass->updated (self, !klaster_project_is_read_only (priv->project));
  klaster_restore_focused (GTK_WIDGET (self), priv->rows, focused);
}

static gboolean
update_cb (gpointer user_data)
{
  get_private (user_data)->update_id = 0;
  update (user_data);

  return G_SOURCE_REMOVE;
}

static void
queue_update (KlasterLinkedGroup *self)
{
  KlasterLinkedGroupPrivate *priv = get_private (self);

  if (priv->update_id == 0 && priv->ids->len > 0)
    priv->update_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_cb, self, NULL);
}

static void
project_changed_cb (KlasterLinkedGroup *self,
                    KlasterDelta       *delta)
{
  if (delta == NULL || KLASTER_LINKED_GROUP_GET_CLASS (self)->concerns (delta))
    queue_update (self);
}

static void
picked_cb (KlasterLinkedGroup *self,
           gint64              id)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (get_private (self)->link_button));
  if (id != 0)
    klaster_linked_group_link (self, id);
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       user_data)
{
  KlasterLinkedGroup *self = user_data;
  KlasterLinkedGroupPrivate *priv = get_private (self);

  if (priv->project == NULL)
    return;
  if (priv->picker == NULL)
    {
      GtkWidget *popover = gtk_popover_new ();

      priv->picker = klaster_record_picker_new (priv->project, KLASTER_LINKED_GROUP_GET_CLASS (self)->target, NULL);
      g_signal_connect_object (priv->picker, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
      gtk_popover_set_child (GTK_POPOVER (popover), priv->picker);
      gtk_menu_button_set_popover (button, popover);
    }
  klaster_record_picker_start (KLASTER_RECORD_PICKER (priv->picker), 0, 0, NULL, 0);
}

static void
klaster_linked_group_dispose (GObject *object)
{
  KlasterLinkedGroupPrivate *priv = get_private (object);

  g_clear_handle_id (&priv->update_id, g_source_remove);
  if (priv->project)
    g_signal_handlers_disconnect_by_data (priv->project, object);
  g_clear_object (&priv->project);
  g_ptr_array_set_size (priv->rows, 0);

  G_OBJECT_CLASS (klaster_linked_group_parent_class)->dispose (object);
}

static void
klaster_linked_group_finalize (GObject *object)
{
  KlasterLinkedGroupPrivate *priv = get_private (object);

  g_array_unref (priv->ids);
  g_ptr_array_unref (priv->rows);

  G_OBJECT_CLASS (klaster_linked_group_parent_class)->finalize (object);
}

static void
klaster_linked_group_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, get_private (object)->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_linked_group_set_property (GObject      *object,
                                   guint         property_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  KlasterLinkedGroup *self = KLASTER_LINKED_GROUP (object);
  KlasterLinkedGroupPrivate *priv = get_private (self);

  switch (property_id)
    {
    case PROP_PROJECT:
      if (priv->project)
        g_signal_handlers_disconnect_by_data (priv->project, self);
      g_set_object (&priv->project, g_value_get_object (value));
      if (priv->project)
        {
          g_signal_connect_object (priv->project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (priv->project, "notify::save-state", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
        }
      /* Its list is of the project that leaves. */
      if (priv->link_button)
        {
          gtk_menu_button_set_popover (GTK_MENU_BUTTON (priv->link_button), NULL);
          gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (priv->link_button), create_popup_cb, self, NULL);
        }
      priv->picker = NULL;
      klaster_linked_group_set_records (self, NULL, 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_linked_group_class_init (KlasterLinkedGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_linked_group_dispose;
  object_class->finalize = klaster_linked_group_finalize;
  object_class->get_property = klaster_linked_group_get_property;
  object_class->set_property = klaster_linked_group_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_linked_group_init (KlasterLinkedGroup *self)
{
  KlasterLinkedGroupPrivate *priv = get_private (self);

  priv->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  priv->rows = g_ptr_array_new ();
  priv->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_valign (priv->buttons, GTK_ALIGN_CENTER);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), priv->buttons);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * klaster_linked_group_get_project:
 *
 * Returns: (transfer none) (nullable): the project
 */
KlasterProject *
klaster_linked_group_get_project (KlasterLinkedGroup *self)
{
  g_return_val_if_fail (KLASTER_IS_LINKED_GROUP (self), NULL);

  return get_private (self)->project;
}

/**
 * klaster_linked_group_get_ids:
 * @n_ids: (out): their number
 *
 * Returns: (transfer none) (array length=n_ids): the cooperations whose links are shown
 */
const gint64 *
klaster_linked_group_get_ids (KlasterLinkedGroup *self,
                              guint              *n_ids)
{
  g_return_val_if_fail (KLASTER_IS_LINKED_GROUP (self), NULL);

  *n_ids = get_private (self)->ids->len;

  return get_ids (get_private (self));
}

/**
 * klaster_linked_group_set_records:
 * @ids: (array length=n_ids): cooperations
 * @n_ids: their number
 *
 * Sets whose links are shown.
 */
void
klaster_linked_group_set_records (KlasterLinkedGroup *self,
                                  const gint64       *ids,
                                  guint               n_ids)
{
  KlasterLinkedGroupPrivate *priv = get_private (self);

  g_return_if_fail (KLASTER_IS_LINKED_GROUP (self));

  g_array_set_size (priv->ids, 0);
  g_array_append_vals (priv->ids, ids, n_ids);
  update (self);
}

/**
 * klaster_linked_group_add_button:
 * @button: (transfer floating): a button
 * @text: what it does
 *
 * Puts it beside the title.
 */
void
klaster_linked_group_add_button (KlasterLinkedGroup *self,
                                 GtkWidget          *button,
                                 const char         *text)
{
  g_return_if_fail (KLASTER_IS_LINKED_GROUP (self));

  gtk_widget_add_css_class (button, "flat");
  klaster_set_tooltip (button, text);
  gtk_box_append (GTK_BOX (get_private (self)->buttons), button);
}

/**
 * klaster_linked_group_add_picker:
 * @icon: name of an icon
 * @text: what it does
 *
 * Puts a button beside the title that offers all records to be linked.
 */
void
klaster_linked_group_add_picker (KlasterLinkedGroup *self,
                                 const char         *icon,
                                 const char         *text)
{
  KlasterLinkedGroupPrivate *priv = get_private (self);

  g_return_if_fail (KLASTER_IS_LINKED_GROUP (self) && priv->link_button == NULL);

  priv->link_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (priv->link_button), icon);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (priv->link_button), create_popup_cb, self, NULL);
  klaster_linked_group_add_button (self, priv->link_button, text);
}

/**
 * klaster_linked_group_apply:
 * @edit: (nullable): an edit
 *
 * Commits it.
 */
void
klaster_linked_group_apply (KlasterLinkedGroup *self,
                            KlasterEdit        *edit)
{
  g_return_if_fail (KLASTER_IS_LINKED_GROUP (self));

  if (edit != NULL)
    klaster_apply_edit (GTK_WIDGET (self), get_private (self)->project, edit, NULL);
}

/**
 * klaster_linked_group_link:
 * @target: a record
 *
 * Links it with the cooperations that are not linked with it yet.
 */
void
klaster_linked_group_link (KlasterLinkedGroup *self,
                           gint64              target)
{
  KlasterLinkedGroupPrivate *priv = get_private (self);
  g_autoptr (KlasterEdit) edit = NULL;

  g_return_if_fail (KLASTER_IS_LINKED_GROUP (self));

  if (priv->project == NULL)
    return;
  edit = KLASTER_LINKED_GROUP_GET_CLASS (self)->link (klaster_project_get_snapshot (priv->project), get_ids (priv),
                                                      priv->ids->len, target);
  klaster_linked_group_apply (self, edit);
}

/**
 * klaster_linked_group_unlink:
 * @target: a record
 *
 * Takes the link away from the cooperations. The record itself stays.
 */
void
klaster_linked_group_unlink (KlasterLinkedGroup *self,
                             gint64              target)
{
  KlasterLinkedGroupPrivate *priv = get_private (self);
  g_autoptr (KlasterEdit) edit = NULL;

  g_return_if_fail (KLASTER_IS_LINKED_GROUP (self));

  if (priv->project == NULL)
    return;
  edit = KLASTER_LINKED_GROUP_GET_CLASS (self)->unlink (klaster_project_get_snapshot (priv->project), get_ids (priv),
                                                        priv->ids->len, target);
  klaster_linked_group_apply (self, edit);
}

/**
 * klaster_linked_group_focus:
 *
 * Returns: whether the focus went to the button that links
 */
gboolean
klaster_linked_group_focus (KlasterLinkedGroup *self)
{
  KlasterLinkedGroupPrivate *priv = get_private (self);

  g_return_val_if_fail (KLASTER_IS_LINKED_GROUP (self), FALSE);

  return priv->link_button != NULL && gtk_widget_child_focus (priv->link_button, GTK_DIR_TAB_FORWARD);
}
