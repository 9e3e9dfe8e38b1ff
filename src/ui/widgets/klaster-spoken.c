/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-spoken.h"

/**
 * klaster_set_tooltip:
 * @widget: a button that shows an icon only
 * @text: what it does
 *
 * Says it to those who point at the button and to those who cannot see it: a screen reader takes the icon for the name of
 * a button otherwise.
 */
void
klaster_set_tooltip (GtkWidget  *widget,
                     const char *text)
{
  gtk_widget_set_tooltip_text (widget, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
describe_selected_cb (GtkDropDown *drop_down)
{
  gpointer item = gtk_drop_down_get_selected_item (drop_down);
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop_down));

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  GTK_IS_STRING_OBJECT (item) ? gtk_string_object_get_string (item) : "", -1);
}

/**
 * klaster_name_drop_down:
 * @drop_down: a GtkDropDown of strings
 * @name: (nullable): what is chosen there; %NULL: what the label beside it says
 *
 * The focus is on the button inside, which has neither a name nor says what is chosen. May be called again with another
 * name.
 */
void
klaster_name_drop_down (GtkWidget  *drop_down,
                        const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (drop_down);
  g_autoptr (GList) labels = name == NULL ? gtk_widget_list_mnemonic_labels (drop_down) : NULL;

  if (labels != NULL)
    name = gtk_label_get_text (labels->data);
  if (name != NULL)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  g_signal_handlers_disconnect_by_func (drop_down, describe_selected_cb, NULL);
  g_signal_connect (drop_down, "notify::selected-item", G_CALLBACK (describe_selected_cb), NULL);
  describe_selected_cb (GTK_DROP_DOWN (drop_down));
}
