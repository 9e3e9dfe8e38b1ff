/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-document-drop.h"

/* Where dropped files go. */
typedef struct
{
  GtkWidget *area;
  KlasterAttachmentGroup *group;
  char *hint;
} Area;

typedef struct
{
  GtkWidget *overlay;
  GtkWidget *hint;  /* the card at the lower edge */
  GtkWidget *label;
  GtkWidget *marked; /* weak: the area over which files are held */
} Drop;

static void
area_free (gpointer data)
{
  Area *area = data;

  g_free (area->hint);
  g_free (area);
}

static void
drop_free (gpointer data)
{
  Drop *drop = data;

  g_clear_weak_pointer (&drop->marked);
  g_free (drop);
}

/* The innermost area at a point of the panel; (nullable). */
static const Area *
find_area (Drop   *drop,
           double  x,
           double  y)
{
  GtkWidget *widget = gtk_widget_pick (drop->overlay, x, y, GTK_PICK_DEFAULT);

  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      const Area *area = g_object_get_data (G_OBJECT (widget), "klaster-document-area");

      if (area)
        return area;
      if (widget == drop->overlay)
        break;
    }

  return g_object_get_data (G_OBJECT (drop->overlay), "klaster-document-area");
}

static void
mark (Drop       *drop,
      const Area *area)
{
  GtkWidget *marked = area ? area->area : NULL;

  gtk_widget_set_visible (drop->hint, area != NULL);
  if (area)
    gtk_label_set_label (GTK_LABEL (drop->label), area->hint);
  if (drop->marked == marked)
    return;
  if (drop->marked)
    gtk_widget_remove_css_class (drop->marked, "document-area");
  g_set_weak_pointer (&drop->marked, marked);
  if (marked)
    gtk_widget_add_css_class (marked, "document-area");
}

static gboolean
takes (const Area *area)
{
  return area != NULL && klaster_live_group_get_editable (KLASTER_LIVE_GROUP (area->group));
}

static GdkDragAction
motion_cb (GtkDropTarget *target,
           double         x,
           double         y,
           Drop          *drop)
{
  const Area *area = find_area (drop, x, y);

  mark (drop, takes (area) ? area : NULL);

  return takes (area) ? GDK_ACTION_COPY : 0;
}

static void
leave_cb (GtkDropTarget *target,
          Drop          *drop)
{
  mark (drop, NULL);
}

static gboolean
accept_cb (GtkDropTarget *target,
           GdkDrop       *held,
           Drop          *drop)
{
  /* The record is the same for all areas. */
  return gdk_content_formats_contain_gtype (gdk_drop_get_formats (held), GDK_TYPE_FILE_LIST) &&
         takes (g_object_get_data (G_OBJECT (drop->overlay), "klaster-document-area"));
}

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         Drop          *drop)
{
  const Area *area = find_area (drop, x, y);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  mark (drop, NULL);
  if (!takes (area))
    return FALSE;
  for (GSList *l = g_value_get_boxed (value); l; l = l->next)
    g_list_store_append (files, l->data);
  klaster_attachment_group_add_files (area->group, G_LIST_MODEL (files));

  return g_list_model_get_n_items (G_LIST_MODEL (files)) > 0;
}

static GtkWidget *
make_hint (Drop *drop)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  drop->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (drop->label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (drop->label), 0);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("mail-attachment-symbolic"));
  gtk_box_append (GTK_BOX (box), drop->label);
  gtk_widget_add_css_class (box, "document-hint");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  /* What is held above it is held above the panel. */
  gtk_widget_set_can_target (box, FALSE);
  gtk_widget_set_visible (box, FALSE);

  return box;
}

/**
 * klaster_document_drop_install:
 * @overlay: contains a panel
 * @group: takes what is dropped outside of all other areas
 */
void
klaster_document_drop_install (GtkOverlay             *overlay,
                               KlasterAttachmentGroup *group)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  Drop *drop;

  g_return_if_fail (GTK_IS_OVERLAY (overlay) && KLASTER_IS_ATTACHMENT_GROUP (group));

  drop = g_new0 (Drop, 1);
  drop->overlay = GTK_WIDGET (overlay);
  drop->hint = make_hint (drop);
  gtk_overlay_add_overlay (overlay, drop->hint);
  g_object_set_data_full (G_OBJECT (target), "klaster-document-drop", drop, drop_free);
  klaster_document_drop_set_area (GTK_WIDGET (overlay), group, _("Drop to attach the document"));
  g_signal_connect (target, "accept", G_CALLBACK (accept_cb), drop);
  g_signal_connect (target, "enter", G_CALLBACK (motion_cb), drop);
  g_signal_connect (target, "motion", G_CALLBACK (motion_cb), drop);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), drop);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), drop);
  gtk_widget_add_controller (GTK_WIDGET (overlay), GTK_EVENT_CONTROLLER (target));
}

/**
 * klaster_document_drop_set_area:
 * @area: a widget inside of the panel
 * @group: lives as long as @area
 * @hint: what is said while files are held over it
 */
void
klaster_document_drop_set_area (GtkWidget              *area,
                                KlasterAttachmentGroup *group,
                                const char             *hint)
{
  Area *data;

  g_return_if_fail (GTK_IS_WIDGET (area) && KLASTER_IS_ATTACHMENT_GROUP (group) && hint != NULL);

  data = g_new (Area, 1);
  *data = (Area) { area, group, g_strdup (hint) };
  g_object_set_data_full (G_OBJECT (area), "klaster-document-area", data, area_free);
}
