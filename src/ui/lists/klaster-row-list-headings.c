/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headings above the groups of a list of rows: like rows there are as many as are seen. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-row-list-private.h"

static guint
get_group (GtkWidget *heading)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (heading), "group"));
}

/* The row above which a heading stands */
guint
klaster_row_list_get_first (KlasterRowList *self,
                            GtkWidget      *heading)
{
  return g_array_index (self->places.firsts, guint, get_group (heading));
}

static GtkWidget *
make_heading (KlasterRowList *self)
{
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "xalign", 0.0f,
                                     "ellipsize", PANGO_ELLIPSIZE_END, "css-name", "groupheading", NULL);

  gtk_widget_set_parent (heading, GTK_WIDGET (self));

  return heading;
}

/* Has a heading for every group that is seen, and for the one that what is seen begins with. */
void
klaster_row_list_ensure_headings (KlasterRowList *self)
{
  guint n_groups = klaster_row_places_get_n_groups (&self->places);
  double value = klaster_scroll_get_value (&self->scroll, GTK_ORIENTATION_VERTICAL);
  guint first = 0, end = MIN (n_groups, 1);

  if (self->places.row_height > 0 && n_groups > 0)
    {
      gint64 row = klaster_row_places_find_at (&self->places, value, NULL);

      first = row > 0 ? klaster_row_places_count_headings (&self->places, (guint) row) : 1;
      first = first > 0 ? first - 1 : 0;
      end = first + 1;
      while (end < n_groups && klaster_row_places_get_heading (&self->places, end) < value + self->height)
        end++;
    }
  while (self->headings->len > end - MIN (first, end))
    gtk_widget_unparent (g_ptr_array_steal_index (self->headings, self->headings->len - 1));
  while (self->headings->len < end - MIN (first, end))
    g_ptr_array_add (self->headings, make_heading (self));
  for (guint i = 0; i < self->headings->len; i++)
    {
      GtkLabel *heading = g_ptr_array_index (self->headings, i);
      const char *title = g_ptr_array_index (self->titles, first + i);

      g_object_set_data (G_OBJECT (heading), "group", GUINT_TO_POINTER (first + i));
      if (g_strcmp0 (gtk_label_get_label (heading), title) != 0)
        gtk_label_set_label (heading, title);
    }
}

/* Where a heading is drawn: the one on top stays there until the next one pushes it away. */
double
klaster_row_list_get_heading_y (KlasterRowList *self,
                                GtkWidget      *heading)
{
  double value = klaster_scroll_get_value (&self->scroll, GTK_ORIENTATION_VERTICAL);
  guint group = get_group (heading);
  double y = klaster_row_places_get_heading (&self->places, group) - value;

  if (y >= 0)
    return y;
  if (group + 1 < klaster_row_places_get_n_groups (&self->places))
    return MIN (0, klaster_row_places_get_heading (&self->places, group + 1) - value - self->places.heading_height);

  return 0;
}

/**
 * klaster_row_list_set_groups:
 * @self: a list
 * @groups: (element-type KlasterQueryGroup): groups of the records that it shows now, in their order; empty: none
 *
 * Puts a heading with its number of records above each group.
 */
void
klaster_row_list_set_groups (KlasterRowList *self,
                             const GArray   *groups)
{
  g_return_if_fail (KLASTER_IS_ROW_LIST (self));
  g_return_if_fail (groups != NULL);

  if (groups->len == 0 && self->titles->len == 0)
    return;

  g_array_set_size (self->places.firsts, 0);
  g_ptr_array_set_size (self->titles, 0);
  for (guint i = 0; i < groups->len; i++)
    {
      const KlasterQueryGroup *group = &g_array_index (groups, KlasterQueryGroup, i);

      g_array_append_val (self->places.firsts, group->first);
      /* Translators: heading of a group of records and how many they are: “Memorandum · 3”. */
      g_ptr_array_add (self->titles, g_strdup_printf (_("%1$s · %2$u"), group->title, group->n));
    }
  klaster_row_list_items_changed (self);
}
