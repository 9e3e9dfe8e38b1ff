/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-focus.h"
#include "klaster-live-group.h"

typedef struct
{
  KlasterProject *project;
  gint64 record;
  int table; /* of the record; -1: the class says it */
  guint update_id;
  GPtrArray *rows; /* not owned: children */
} KlasterLiveGroupPrivate;

enum
{
  PROP_PROJECT = 1,
  PROP_RECORD,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KlasterLiveGroup, klaster_live_group, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
update_cb (gpointer user_data)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (user_data);

  priv->update_id = 0;
  klaster_live_group_update (user_data);

  return G_SOURCE_REMOVE;
}

static void
queue_update (KlasterLiveGroup *self)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);

  /* Several changes before the next frame are one. */
  if (priv->update_id == 0 && priv->record != 0)
    priv->update_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_cb, self, NULL);
}

static void
project_changed_cb (KlasterLiveGroup *self,
                    KlasterDelta     *delta)
{
  KlasterLiveGroupClass *klass = KLASTER_LIVE_GROUP_GET_CLASS (self);

  if (delta == NULL || klass->concerns == NULL || klass->concerns (self, delta))
    queue_update (self);
}

static void
set_project (KlasterLiveGroup *self,
             KlasterProject   *project)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);

  if (priv->project == project)
    return;

  klaster_live_group_set_record (self, 0);
  if (priv->project)
    g_signal_handlers_disconnect_by_data (priv->project, self);
  g_set_object (&priv->project, project);
  if (project)
    {
      g_signal_connect_object (project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::save-state", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
    }
}

static void
klaster_live_group_dispose (GObject *object)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (KLASTER_LIVE_GROUP (object));

  g_clear_handle_id (&priv->update_id, g_source_remove);
  if (priv->project)
    g_signal_handlers_disconnect_by_data (priv->project, object);
  g_clear_object (&priv->project);
  g_ptr_array_set_size (priv->rows, 0);

  G_OBJECT_CLASS (klaster_live_group_parent_class)->dispose (object);
}

static void
klaster_live_group_finalize (GObject *object)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (KLASTER_LIVE_GROUP (object));

  g_ptr_array_unref (priv->rows);

  G_OBJECT_CLASS (klaster_live_group_parent_class)->finalize (object);
}

static void
klaster_live_group_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (KLASTER_LIVE_GROUP (object));

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, priv->project);
      break;
    case PROP_RECORD:
      g_value_set_int64 (value, priv->record);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_live_group_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      set_project (KLASTER_LIVE_GROUP (object), g_value_get_object (value));
      break;
    case PROP_RECORD:
      klaster_live_group_set_record (KLASTER_LIVE_GROUP (object), g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_live_group_class_init (KlasterLiveGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = klaster_live_group_dispose;
  object_class->finalize = klaster_live_group_finalize;
  object_class->get_property = klaster_live_group_get_property;
  object_class->set_property = klaster_live_group_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT, flags);
  properties[PROP_RECORD] = g_param_spec_int64 ("record", NULL, NULL, 0, KLASTER_ID_MAX, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_live_group_init (KlasterLiveGroup *self)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);

  priv->table = -1;
  priv->rows = g_ptr_array_new ();
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

KlasterProject *
klaster_live_group_get_project (KlasterLiveGroup *self)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_LIVE_GROUP (self), NULL);

  return priv->project;
}

gint64
klaster_live_group_get_record (KlasterLiveGroup *self)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_LIVE_GROUP (self), 0);

  return priv->record;
}

/**
 * klaster_live_group_set_record:
 * @record: the record that the rows are about, or 0
 *
 * What is pending is written before.
 */
void
klaster_live_group_set_record (KlasterLiveGroup *self,
                               gint64            record)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_LIVE_GROUP (self));

  if (priv->record == record)
    return;

  klaster_live_group_flush (self);
  priv->record = record;
  klaster_live_group_clear (self);
  klaster_live_group_update (self);
}

/**
 * klaster_live_group_get_table:
 *
 * Returns: the table of the record
 */
KlasterTable
klaster_live_group_get_table (KlasterLiveGroup *self)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_LIVE_GROUP (self), KLASTER_TABLE_CLUSTER);

  return priv->table >= 0 ? (KlasterTable) priv->table : KLASTER_LIVE_GROUP_GET_CLASS (self)->table;
}

/**
 * klaster_live_group_set_table:
 * @table: the table of the record
 *
 * For groups that serve records of several tables. Call before there is a record.
 */
void
klaster_live_group_set_table (KlasterLiveGroup *self,
                              KlasterTable      table)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_LIVE_GROUP (self) && priv->record == 0);

  priv->table = (int) table;
}

gboolean
klaster_live_group_get_editable (KlasterLiveGroup *self)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_LIVE_GROUP (self), FALSE);

  return priv->project != NULL && priv->record != 0 && !klaster_project_is_read_only (priv->project);
}

/**
 * klaster_live_group_update:
 *
 * Shows what there is now.
 */
void
klaster_live_group_update (KlasterLiveGroup *self)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);
  KlasterLiveGroupClass *klass;
  KlasterSnapshot *snapshot;
  gboolean there;
  int focused;

  g_return_if_fail (KLASTER_IS_LIVE_GROUP (self));

  klass = KLASTER_LIVE_GROUP_GET_CLASS (self);
  g_clear_handle_id (&priv->update_id, g_source_remove);
  focused = klaster_find_focused (priv->rows);
  snapshot = priv->project ? klaster_project_get_snapshot (priv->project) : NULL;
  there = snapshot != NULL && priv->record != 0 && klaster_snapshot_lookup (snapshot, klaster_live_group_get_table (self), priv->record) != NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), there);
  if (there)
    {
      klass->update (self, snapshot, priv->record);
      klaster_restore_focused (GTK_WIDGET (self), priv->rows, focused);
    }
}

void
klaster_live_group_flush (KlasterLiveGroup *self)
{
  KlasterLiveGroupClass *klass;

  g_return_if_fail (KLASTER_IS_LIVE_GROUP (self));

  klass = KLASTER_LIVE_GROUP_GET_CLASS (self);
  if (klass->flush)
    klass->flush (self);
}

void
klaster_live_group_clear (KlasterLiveGroup *self)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_LIVE_GROUP (self));

  while (priv->rows->len > 0)
    {
      GtkWidget *row = g_ptr_array_steal_index (priv->rows, priv->rows->len - 1);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
    }
}

void
klaster_live_group_add_row (KlasterLiveGroup *self,
                            GtkWidget        *row)
{
  KlasterLiveGroupPrivate *priv = klaster_live_group_get_instance_private (self);

  g_return_if_fail (KLASTER_IS_LIVE_GROUP (self));

  g_ptr_array_add (priv->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}
