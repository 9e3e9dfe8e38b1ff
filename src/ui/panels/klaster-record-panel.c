/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-field-row.h"
#include "klaster-focus.h"
#include "klaster-record-panel.h"

enum
{
  SHOW_ALL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (KlasterRecordPanel, klaster_record_panel, GTK_TYPE_WIDGET)

static void
klaster_record_panel_default_init (KlasterRecordPanelInterface *iface)
{
  g_object_interface_install_property (iface, g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  signals[SHOW_ALL] = g_signal_new ("show-all", KLASTER_TYPE_RECORD_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, KLASTER_TYPE_RECORD_GROUP);
}

/**
 * klaster_record_panel_set_records:
 * @table: the table of the records
 * @ids: (array length=n_ids): records of it
 * @n_ids: their number, 0 when the panel is left
 *
 * Sets what is shown and edited. What is pending is written before.
 */
void
klaster_record_panel_set_records (KlasterRecordPanel *self,
                                  KlasterTable        table,
                                  const gint64       *ids,
                                  guint               n_ids)
{
  g_return_if_fail (KLASTER_IS_RECORD_PANEL (self));

  KLASTER_RECORD_PANEL_GET_IFACE (self)->set_records (self, table, ids, n_ids);
}

/**
 * klaster_record_panel_get_title:
 *
 * Returns: (transfer full) (nullable): what stands above the panel; %NULL: what its records are called
 */
char *
klaster_record_panel_get_title (KlasterRecordPanel *self)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_PANEL (self), NULL);

  return KLASTER_RECORD_PANEL_GET_IFACE (self)->get_title ? KLASTER_RECORD_PANEL_GET_IFACE (self)->get_title (self) : NULL;
}

/**
 * klaster_record_panel_get_subtitle:
 *
 * Returns: (transfer full) (nullable): what stands below the title; %NULL: what kind of record it is
 */
char *
klaster_record_panel_get_subtitle (KlasterRecordPanel *self)
{
  KlasterRecordPanelInterface *iface;

  g_return_val_if_fail (KLASTER_IS_RECORD_PANEL (self), NULL);

  iface = KLASTER_RECORD_PANEL_GET_IFACE (self);

  return iface->get_subtitle ? iface->get_subtitle (self) : NULL;
}

/**
 * klaster_record_panel_get_menu:
 *
 * Returns: (transfer none) (nullable): what the panel adds to the menu beside its title
 */
GMenuModel *
klaster_record_panel_get_menu (KlasterRecordPanel *self)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_PANEL (self), NULL);

  return KLASTER_RECORD_PANEL_GET_IFACE (self)->get_menu ? KLASTER_RECORD_PANEL_GET_IFACE (self)->get_menu (self) : NULL;
}

/**
 * klaster_record_panel_get_actions:
 *
 * Returns: (transfer none) (nullable): the actions of klaster_record_panel_get_menu(), named with the prefix "record"
 */
GActionGroup *
klaster_record_panel_get_actions (KlasterRecordPanel *self)
{
  KlasterRecordPanelInterface *iface;

  g_return_val_if_fail (KLASTER_IS_RECORD_PANEL (self), NULL);

  iface = KLASTER_RECORD_PANEL_GET_IFACE (self);

  return iface->get_actions ? iface->get_actions (self) : NULL;
}

/**
 * klaster_record_panel_flush:
 *
 * Writes what is pending in the fields.
 */
void
klaster_record_panel_flush (KlasterRecordPanel *self)
{
  g_return_if_fail (KLASTER_IS_RECORD_PANEL (self));

  if (KLASTER_RECORD_PANEL_GET_IFACE (self)->flush)
    KLASTER_RECORD_PANEL_GET_IFACE (self)->flush (self);
}

/**
 * klaster_record_panel_focus_field:
 * @column: name of a column
 *
 * Puts the focus into the field of @column and scrolls to it.
 *
 * Returns: whether there is one
 */
gboolean
klaster_record_panel_focus_field (KlasterRecordPanel *self,
                                  const char         *column)
{
  KlasterRecordPanelInterface *iface;
  gboolean focused;

  g_return_val_if_fail (KLASTER_IS_RECORD_PANEL (self), FALSE);
  g_return_val_if_fail (column != NULL, FALSE);

  iface = KLASTER_RECORD_PANEL_GET_IFACE (self);
  if (iface->focus_field)
    {
      focused = iface->focus_field (self, column);
    }
  else
    {
      GtkWidget *field = klaster_record_panel_find_field (GTK_WIDGET (self), column);

      focused = field != NULL && gtk_widget_child_focus (field, GTK_DIR_TAB_FORWARD);
    }
  if (focused)
    klaster_reveal_focus (GTK_WIDGET (self));

  return focused;
}

/**
 * klaster_record_panel_show_all:
 * @group: a group of the panel
 *
 * Asks for the whole list of @group.
 */
void
klaster_record_panel_show_all (KlasterRecordPanel *self,
                               KlasterRecordGroup *group)
{
  g_return_if_fail (KLASTER_IS_RECORD_PANEL (self));
  g_return_if_fail (KLASTER_IS_RECORD_GROUP (group));

  g_signal_emit (self, signals[SHOW_ALL], 0, group);
}

/**
 * klaster_record_panel_find_field:
 * @widget: where to look
 * @column: name of a column
 *
 * Returns: (transfer none) (nullable): the row inside @widget that edits @column
 */
GtkWidget *
klaster_record_panel_find_field (GtkWidget  *widget,
                                 const char *column)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  if (KLASTER_IS_FIELD_ROW (widget))
    {
      g_autofree char *name = NULL;

      g_object_get (widget, "column", &name, NULL);
      return g_strcmp0 (name, column) == 0 ? widget : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = klaster_record_panel_find_field (child, column);

      if (found)
        return found;
    }

  return NULL;
}
