/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-group-note.h"

static GtkWidget *
get_label (AdwPreferencesGroup *group)
{
  return g_object_get_data (G_OBJECT (group), "note");
}

static GtkWidget *
add_label (AdwPreferencesGroup *group)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "dim-label");
  adw_preferences_group_add (group, label);
  g_object_set_data (G_OBJECT (group), "note", label);

  return label;
}

/**
 * klaster_group_set_note:
 * @group: a group that has no rows now, or that has some again
 * @note: (nullable): what it says in their place
 *
 * The description that such a group has of its own stands beside the buttons of the heading, where each change of it costs as
 * much as ten rows (see klaster_width_first_new()); and these change with nearly everything that is selected.
 */
void
klaster_group_set_note (AdwPreferencesGroup *group,
                        const char          *note)
{
  GtkWidget *label;

  g_return_if_fail (ADW_IS_PREFERENCES_GROUP (group));

  label = get_label (group);
  if (label == NULL && note == NULL)
    return;
  if (label == NULL)
    label = add_label (group);
  /* The text of one that hides stays: it is likely to be the next one, too. */
  if (note != NULL)
    gtk_label_set_text (GTK_LABEL (label), note);
  gtk_widget_set_visible (label, note != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (group), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, note ? note : "", -1);
}

/**
 * klaster_group_get_note:
 *
 * Returns: (nullable): what @group says in place of rows
 */
const char *
klaster_group_get_note (AdwPreferencesGroup *group)
{
  GtkWidget *label;

  g_return_val_if_fail (ADW_IS_PREFERENCES_GROUP (group), NULL);

  label = get_label (group);

  return label != NULL && gtk_widget_get_visible (label) ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}
