/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-attention-group.h"
#include "klaster-child-group.h"
#include "klaster-document-drop.h"
#include "klaster-form-panel.h"
#include "klaster-history-group.h"
#include "klaster-linked-group.h"
#include "klaster-live-group.h"

typedef struct
{
  KlasterProject *project;
  KlasterForm *form;
  KlasterTable table;
  GtkWidget *overlay;
  GtkWidget *scroller;
  GtkWidget *box;    /* NULL once the panel is disposed of */
  GPtrArray *groups; /* not owned: inside of @box */
  gboolean complete; /* the subclass has made its widgets */
} KlasterFormPanelPrivate;

enum
{
  PROP_PROJECT = 1,
  PROP_FORM,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static GtkBuildableIface *parent_buildable;

static void klaster_form_panel_record_panel_init (KlasterRecordPanelInterface *iface);
static void klaster_form_panel_buildable_init (GtkBuildableIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (KlasterFormPanel, klaster_form_panel, ADW_TYPE_BIN,
                                  G_ADD_PRIVATE (KlasterFormPanel)
                                  G_IMPLEMENT_INTERFACE (KLASTER_TYPE_RECORD_PANEL, klaster_form_panel_record_panel_init)
                                  G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, klaster_form_panel_buildable_init))

static KlasterFormPanelPrivate *
get_private (gpointer self)
{
  return klaster_form_panel_get_instance_private (self);
}

/* Each kind of group is about a record in its own way. */
static void
tell_group (GtkWidget    *group,
            KlasterTable  table,
            const gint64 *ids,
            guint         n_ids)
{
  gint64 single = n_ids == 1 ? ids[0] : 0;

  if (KLASTER_IS_RECORD_GROUP (group))
    klaster_record_group_set_record (KLASTER_RECORD_GROUP (group), single);
  else if (KLASTER_IS_CHILD_GROUP (group))
    klaster_child_group_set_record (KLASTER_CHILD_GROUP (group), single);
  else if (KLASTER_IS_LIVE_GROUP (group))
    klaster_live_group_set_record (KLASTER_LIVE_GROUP (group), single);
  else if (KLASTER_IS_HISTORY_GROUP (group))
    klaster_history_group_set_record (KLASTER_HISTORY_GROUP (group), table, single);
  else if (KLASTER_IS_LINKED_GROUP (group))
    klaster_linked_group_set_records (KLASTER_LINKED_GROUP (group), ids, n_ids);
}

static void
klaster_form_panel_set_records (KlasterRecordPanel *panel,
                                KlasterTable        table,
                                const gint64       *ids,
                                guint               n_ids)
{
  KlasterFormPanel *self = KLASTER_FORM_PANEL (panel);
  KlasterFormPanelPrivate *priv = get_private (self);
  guint generation = klaster_form_get_generation (priv->form);

  klaster_form_set_records (priv->form, priv->table, ids, n_ids);
  if (generation == klaster_form_get_generation (priv->form))
    return;

  for (guint i = 0; i < priv->groups->len; i++)
    tell_group (priv->groups->pdata[i], priv->table, ids, n_ids);
  if (KLASTER_FORM_PANEL_GET_CLASS (self)->shown)
    KLASTER_FORM_PANEL_GET_CLASS (self)->shown (self, ids, n_ids);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (priv->scroller)), 0);
}

static void
klaster_form_panel_flush (KlasterRecordPanel *panel)
{
  KlasterFormPanelPrivate *priv = get_private (panel);

  klaster_form_flush (priv->form);
  for (guint i = 0; i < priv->groups->len; i++)
    if (KLASTER_IS_CHILD_GROUP (priv->groups->pdata[i]))
      klaster_child_group_flush (priv->groups->pdata[i]);
    else if (KLASTER_IS_LIVE_GROUP (priv->groups->pdata[i]))
      klaster_live_group_flush (priv->groups->pdata[i]);
}

static void
klaster_form_panel_record_panel_init (KlasterRecordPanelInterface *iface)
{
  iface->set_records = klaster_form_panel_set_records;
  iface->flush = klaster_form_panel_flush;
}

static void
klaster_form_panel_add_child (GtkBuildable *buildable,
                              GtkBuilder   *builder,
                              GObject      *child,
                              const char   *type)
{
  if (GTK_IS_WIDGET (child) && type == NULL)
    klaster_form_panel_add_group (KLASTER_FORM_PANEL (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
klaster_form_panel_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = klaster_form_panel_add_child;
}

static void
form_changed_cb (KlasterFormPanel *self)
{
  if (get_private (self)->complete && KLASTER_FORM_PANEL_GET_CLASS (self)->update)
    KLASTER_FORM_PANEL_GET_CLASS (self)->update (self);
}

static void
project_changed_cb (KlasterFormPanel *self,
                    KlasterDelta     *delta)
{
  if (KLASTER_FORM_PANEL_GET_CLASS (self)->changed)
    KLASTER_FORM_PANEL_GET_CLASS (self)->changed (self, delta);
}

static void
repair_cb (KlasterFormPanel *self,
           const char       *column)
{
  klaster_record_panel_focus_field (KLASTER_RECORD_PANEL (self), column);
}

static void
show_all_cb (KlasterFormPanel   *self,
             KlasterRecordGroup *group)
{
  klaster_record_panel_show_all (KLASTER_RECORD_PANEL (self), group);
}

static void
set_project (KlasterFormPanel *self,
             KlasterProject   *project)
{
  KlasterFormPanelPrivate *priv = get_private (self);

  klaster_form_panel_set_records (KLASTER_RECORD_PANEL (self), priv->table, NULL, 0);
  if (priv->project)
    g_signal_handlers_disconnect_by_data (priv->project, self);
  g_set_object (&priv->project, project);
  klaster_form_set_project (priv->form, project);
  if (project)
    g_signal_connect_object (project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
klaster_form_panel_constructed (GObject *object)
{
  G_OBJECT_CLASS (klaster_form_panel_parent_class)->constructed (object);

  get_private (object)->complete = TRUE;
  form_changed_cb (KLASTER_FORM_PANEL (object));
}

static void
klaster_form_panel_dispose (GObject *object)
{
  KlasterFormPanelPrivate *priv = get_private (object);

  if (priv->box)
    klaster_form_panel_flush (KLASTER_RECORD_PANEL (object));
  priv->box = NULL;
  g_ptr_array_set_size (priv->groups, 0);
  if (priv->project)
    g_signal_handlers_disconnect_by_data (priv->project, object);
  g_signal_handlers_disconnect_by_data (priv->form, object);
  adw_bin_set_child (ADW_BIN (object), NULL);
  g_clear_object (&priv->project);

  G_OBJECT_CLASS (klaster_form_panel_parent_class)->dispose (object);
}

static void
klaster_form_panel_finalize (GObject *object)
{
  KlasterFormPanelPrivate *priv = get_private (object);

  g_object_unref (priv->form);
  g_ptr_array_unref (priv->groups);

  G_OBJECT_CLASS (klaster_form_panel_parent_class)->finalize (object);
}

static void
klaster_form_panel_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  KlasterFormPanelPrivate *priv = get_private (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, priv->project);
      break;
    case PROP_FORM:
      g_value_set_object (value, priv->form);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_form_panel_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      set_project (KLASTER_FORM_PANEL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_form_panel_class_init (KlasterFormPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = klaster_form_panel_constructed;
  object_class->dispose = klaster_form_panel_dispose;
  object_class->finalize = klaster_form_panel_finalize;
  object_class->get_property = klaster_form_panel_get_property;
  object_class->set_property = klaster_form_panel_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, KLASTER_TYPE_FORM,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_form_panel_init (KlasterFormPanel *self)
{
  KlasterFormPanelPrivate *priv = get_private (self);
  GtkWidget *viewport = gtk_viewport_new (NULL, NULL);

  priv->form = klaster_form_new ();
  priv->groups = g_ptr_array_new ();
  priv->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_add_css_class (priv->box, "panel-groups");
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), TRUE);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), priv->box);
  priv->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (priv->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (priv->scroller), viewport);
  priv->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (priv->overlay), priv->scroller);
  adw_bin_set_child (ADW_BIN (self), priv->overlay);
  g_signal_connect_object (priv->form, "changed", G_CALLBACK (form_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * klaster_form_panel_set_table:
 * @table: of the records that the panel shows
 *
 * Has to be called before fields are made: they look for their column in it.
 */
void
klaster_form_panel_set_table (KlasterFormPanel *self,
                              KlasterTable      table)
{
  KlasterFormPanelPrivate *priv = get_private (self);

  g_return_if_fail (KLASTER_IS_FORM_PANEL (self));

  priv->table = table;
  klaster_form_set_records (priv->form, table, NULL, 0);
}

/**
 * klaster_form_panel_get_form:
 *
 * Returns: (transfer none): what the fields edit
 */
KlasterForm *
klaster_form_panel_get_form (KlasterFormPanel *self)
{
  g_return_val_if_fail (KLASTER_IS_FORM_PANEL (self), NULL);

  return get_private (self)->form;
}

/**
 * klaster_form_panel_get_project:
 *
 * Returns: (transfer none) (nullable): whose records are shown
 */
KlasterProject *
klaster_form_panel_get_project (KlasterFormPanel *self)
{
  g_return_val_if_fail (KLASTER_IS_FORM_PANEL (self), NULL);

  return get_private (self)->project;
}

/**
 * klaster_form_panel_get_single:
 *
 * Returns: (transfer none) (nullable): the record that is shown alone
 */
KlasterRow *
klaster_form_panel_get_single (KlasterFormPanel *self)
{
  KlasterFormPanelPrivate *priv = get_private (self);
  const gint64 *ids;
  guint n_ids;

  g_return_val_if_fail (KLASTER_IS_FORM_PANEL (self), NULL);

  ids = klaster_form_get_ids (priv->form, &n_ids);
  if (n_ids != 1 || klaster_form_get_n_found (priv->form) != 1)
    return NULL;

  return klaster_snapshot_lookup (klaster_form_get_snapshot (priv->form), priv->table, ids[0]);
}

/**
 * klaster_form_panel_follow_group:
 * @group: a group that lives as long as the panel
 *
 * One that has the property project is given it; the kinds of groups that know records are told which are shown; what is
 * pending in them is written when the panel is left.
 */
void
klaster_form_panel_follow_group (KlasterFormPanel *self,
                                 GtkWidget        *group)
{
  g_return_if_fail (KLASTER_IS_FORM_PANEL (self) && GTK_IS_WIDGET (group));

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (group), "project"))
    g_object_bind_property (self, "project", group, "project", G_BINDING_SYNC_CREATE);
  if (KLASTER_IS_RECORD_GROUP (group))
    g_signal_connect_object (group, "show-all", G_CALLBACK (show_all_cb), self, G_CONNECT_SWAPPED);
  if (KLASTER_IS_ATTENTION_GROUP (group))
    g_signal_connect_object (group, "repair", G_CALLBACK (repair_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (get_private (self)->groups, group);
}

/**
 * klaster_form_panel_add_group:
 * @group: (transfer floating): a group, or another widget
 *
 * Adds it below the others, where it follows what is shown.
 *
 * Returns: (transfer none): @group
 */
GtkWidget *
klaster_form_panel_add_group (KlasterFormPanel *self,
                              GtkWidget        *group)
{
  g_return_val_if_fail (KLASTER_IS_FORM_PANEL (self) && GTK_IS_WIDGET (group), NULL);

  klaster_form_panel_follow_group (self, group);
  gtk_box_append (GTK_BOX (get_private (self)->box), group);

  return group;
}

/**
 * klaster_form_panel_add_section:
 * @title: (nullable): its heading
 * @description: (nullable): what stands below it
 *
 * Returns: (transfer none): a group for fields, below the others
 */
GtkWidget *
klaster_form_panel_add_section (KlasterFormPanel *self,
                                const char       *title,
                                const char       *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  g_return_val_if_fail (KLASTER_IS_FORM_PANEL (self), NULL);

  if (title)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  if (description)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);

  return klaster_form_panel_add_group (self, group);
}

/**
 * klaster_form_panel_add_field:
 * @group: a group of the panel
 * @type: of the row, a #KlasterFieldRow
 * @column: name of a column
 *
 * Returns: (transfer none): the row
 */
GtkWidget *
klaster_form_panel_add_field (KlasterFormPanel *self,
                              GtkWidget        *group,
                              GType             type,
                              const char       *column)
{
  GtkWidget *row = g_object_new (type, "column", column, NULL);

  g_return_val_if_fail (KLASTER_IS_FORM_PANEL (self), NULL);

  g_object_set (row, "form", get_private (self)->form, NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);

  return row;
}

/**
 * klaster_form_panel_add_documents:
 *
 * Adds the documents of the record; files that are dropped anywhere on the panel go there, unless
 * klaster_document_drop_set_area() says otherwise.
 *
 * Returns: (transfer none): the KlasterAttachmentGroup
 */
GtkWidget *
klaster_form_panel_add_documents (KlasterFormPanel *self)
{
  GtkWidget *group = g_object_new (KLASTER_TYPE_ATTACHMENT_GROUP, NULL);

  g_return_val_if_fail (KLASTER_IS_FORM_PANEL (self), NULL);

  klaster_live_group_set_table (KLASTER_LIVE_GROUP (group), get_private (self)->table);
  klaster_document_drop_install (GTK_OVERLAY (get_private (self)->overlay), KLASTER_ATTACHMENT_GROUP (group));

  return klaster_form_panel_add_group (self, group);
}
