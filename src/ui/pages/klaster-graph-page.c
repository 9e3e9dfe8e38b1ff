/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-coding-menu.h"
#include "klaster-graph-page-private.h"
#include "klaster-symbol-image.h"

/* A layout that is ready sooner needs no message. */
#define BUSY_DELAY 400
/* Room that the cards over the edges take */
#define INSET_TOP 14
#define INSET_TOOLS 64
#define INSET_SIDE 56
#define INSET_BOTTOM 72

G_DEFINE_FINAL_TYPE (KlasterGraphPage, klaster_graph_page, KLASTER_TYPE_DIAGRAM_PAGE)

/* Message card: a layout that takes long, or what went wrong */

static void
klaster_graph_page_update_message (KlasterDiagramPage *page)
{
  KlasterGraphPage *self = KLASTER_GRAPH_PAGE (page);
  g_autofree char *tool = klaster_map_view_describe_tool (page->view);
  gboolean busy = klaster_graph_view_is_busy (self->graph) && self->busy_timeout == 0 && tool == NULL
                  && page->error_message == NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), busy);
  if (page->error_message)
    klaster_diagram_page_show_message (page, page->error_message, _("Close"));
  else if (tool)
    klaster_diagram_page_show_message (page, tool, _("Cancel"));
  else
    klaster_diagram_page_show_message (page, busy ? _("Arranging the members…") : NULL, _("Stop"));
}

static void
message_button_cb (KlasterGraphPage *self)
{
  if (self->base.error_message)
    g_clear_pointer (&self->base.error_message, g_free);
  else if (klaster_map_view_get_tool (self->base.view) != KLASTER_MAP_TOOL_SELECT)
    klaster_map_view_set_tool (self->base.view, KLASTER_MAP_TOOL_SELECT);
  else
    klaster_graph_view_stop (self->graph);
  klaster_diagram_page_update_message (&self->base);
  gtk_widget_grab_focus (GTK_WIDGET (self->base.view));
}

static gboolean
busy_timeout_cb (gpointer user_data)
{
  KlasterGraphPage *self = user_data;

  self->busy_timeout = 0;
  klaster_diagram_page_update_message (&self->base);

  return G_SOURCE_REMOVE;
}

static void
busy_changed_cb (KlasterGraphPage *self)
{
  g_clear_handle_id (&self->busy_timeout, g_source_remove);
  if (klaster_graph_view_is_busy (self->graph))
    self->busy_timeout = g_timeout_add (BUSY_DELAY, busy_timeout_cb, self);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  klaster_diagram_page_update_message (&self->base);
}

static void
progress_changed_cb (KlasterGraphPage *self)
{
  double progress;

  g_object_get (self->graph, "progress", &progress, NULL);
  gtk_progress_bar_set_fraction (self->progress_bar, progress);
}

/* Where the cards go */

static int
measure_width (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* The switch is a menu where there is no room for it. The legend is as wide as what it explains, so it is asked whenever
 * the cards are placed. */
static void
choose_switch (KlasterGraphPage *self,
               int               width)
{
  gboolean fits = measure_width (GTK_WIDGET (self->base.legend)) + measure_width (self->layout_card)
                    + measure_width (self->base.zoom_card) <= width;

  /* Not visible itself, or it could not be measured any more. */
  gtk_widget_set_child_visible (self->layout_card, fits);
  gtk_widget_set_child_visible (self->layout_menu_card, !fits);
}

/* The switch stands in the middle, or in the middle of what legend and zoom card leave. */
static gboolean
get_child_position_cb (GtkOverlay       *overlay,
                       GtkWidget        *widget,
                       GdkRectangle     *allocation,
                       KlasterGraphPage *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (overlay));
  int height = gtk_widget_get_height (GTK_WIDGET (overlay));

  if (widget == GTK_WIDGET (self->base.hover_card))
    {
      klaster_map_hover_card_place (self->base.hover_card, width, height, allocation);
      return TRUE;
    }
  if (widget == self->layout_card || widget == self->layout_menu_card)
    {
      GtkRequisition natural;
      int left = measure_width (GTK_WIDGET (self->base.legend)), right = width - measure_width (self->base.zoom_card);

      choose_switch (self, width);
      gtk_widget_get_preferred_size (widget, NULL, &natural);
      allocation->width = natural.width;
      allocation->height = natural.height;
      allocation->x = (width - natural.width) / 2;
      if (allocation->x < left || allocation->x + natural.width > right)
        allocation->x = MAX (0, left + (right - left - natural.width) / 2);
      allocation->y = MAX (0, height - natural.height);
      return TRUE;
    }

  return FALSE;
}

static void
update_room (KlasterGraphPage *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->graph));

  choose_switch (self, width);
  klaster_map_legend_set_room (self->base.legend, width, gtk_widget_get_height (GTK_WIDGET (self->graph)));
}

/* Nothing is hidden without a sign. */
static void
update_note (KlasterGraphPage *self)
{
  guint n_hidden = klaster_diagram_page_count_hidden (&self->base);

  if (n_hidden > 0)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u cooperation is left out for want of room",
                                                         "%u cooperations are left out for want of room", n_hidden),
                                               n_hidden);

      gtk_label_set_text (GTK_LABEL (self->note_label), text);
    }
  gtk_widget_set_visible (self->note_label, n_hidden > 0);
}

/* Unfolded it takes room away from the switch. */
static void
legend_expanded_cb (KlasterGraphPage *self)
{
  update_room (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self->base.overlay));
}

/* What is remembered for each project and person */

static void
klaster_graph_page_save (KlasterDiagramPage *page,
                         GKeyFile           *keys)
{
  KlasterLayoutKind kind = klaster_graph_view_get_layout (KLASTER_GRAPH_PAGE (page)->graph);

  g_key_file_set_string (keys, "graph", "layout", klaster_layout_kind_get_token (kind));
}

static void
klaster_graph_page_load (KlasterDiagramPage *page,
                         GKeyFile           *keys)
{
  g_autofree char *layout = g_key_file_get_string (keys, "graph", "layout", NULL);
  KlasterLayoutKind kind;

  if (layout && klaster_layout_kind_parse (layout, &kind))
    klaster_graph_view_set_layout (KLASTER_GRAPH_PAGE (page)->graph, kind);
  /* It lies over members more than on the map: it begins folded, whatever room there is. */
  klaster_map_legend_set_expanded (page->legend, FALSE);
}

/* The graph */

static void
update_empty (KlasterGraphPage *self)
{
  gboolean empty =
    self->base.project != NULL
    && klaster_snapshot_get_n_rows (klaster_project_get_snapshot (self->base.project), KLASTER_TABLE_INSTITUTION) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "graph");
}

static void
klaster_graph_page_view_changed (KlasterDiagramPage *page)
{
  update_room (KLASTER_GRAPH_PAGE (page));
  update_note (KLASTER_GRAPH_PAGE (page));
}

static void
layout_changed_cb (KlasterGraphPage *self)
{
  static const char *const names[KLASTER_N_LAYOUTS] = {
    [KLASTER_LAYOUT_FORCE] = N_("Force"),
    [KLASTER_LAYOUT_LEVEL] = N_("By Level"),
    [KLASTER_LAYOUT_CORE] = N_("Around the Core"),
    [KLASTER_LAYOUT_MAP] = N_("As on the Map"),
  };

  KlasterLayoutKind kind = klaster_graph_view_get_layout (self->graph);
  /* The uppermost row has room to the left of the tools; elsewhere somebody could lie under them. */
  const GtkBorder insets = { .left = INSET_SIDE, .right = INSET_SIDE, .bottom = INSET_BOTTOM,
                             .top = kind == KLASTER_LAYOUT_LEVEL ? INSET_TOP : INSET_TOOLS };

  klaster_graph_view_set_insets (self->graph, &insets);
  gtk_menu_button_set_label (self->layout_menu_button, _(names[kind]));
  klaster_diagram_page_update_actions (&self->base);
}

static void
klaster_graph_page_update_style (KlasterDiagramPage *page)
{
  KlasterStyle style = klaster_widget_get_style (GTK_WIDGET (page->view));

  klaster_map_view_set_style (page->view, &style);
}

static void
klaster_graph_page_project_set (KlasterDiagramPage *page)
{
  KlasterGraphPage *self = KLASTER_GRAPH_PAGE (page);

  if (page->project)
    g_signal_connect_swapped (page->project, "changed", G_CALLBACK (update_empty), self);
  /* Before the project: it is laid out once, as it was. */
  klaster_diagram_page_load (page);
  klaster_graph_view_set_project (self->graph, page->project);
  update_empty (self);
}

static void
klaster_graph_page_dispose (GObject *object)
{
  KlasterGraphPage *self = KLASTER_GRAPH_PAGE (object);

  if (self->graph)
    {
      klaster_diagram_page_save (&self->base);
      g_signal_handlers_disconnect_by_data (self->graph, self);
    }
  g_clear_handle_id (&self->busy_timeout, g_source_remove);
  self->graph = NULL;

  G_OBJECT_CLASS (klaster_graph_page_parent_class)->dispose (object);
}

static void
klaster_graph_page_class_init (KlasterGraphPageClass *klass)
{
  KlasterDiagramPageClass *page_class = KLASTER_DIAGRAM_PAGE_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (KLASTER_TYPE_GRAPH_VIEW);

  G_OBJECT_CLASS (klass)->dispose = klaster_graph_page_dispose;
  page_class->group = "graph";
  page_class->project_set = klaster_graph_page_project_set;
  page_class->load = klaster_graph_page_load;
  page_class->save = klaster_graph_page_save;
  page_class->update_style = klaster_graph_page_update_style;
  page_class->update_message = klaster_graph_page_update_message;
  page_class->update_actions = klaster_graph_page_update_actions;
  page_class->view_changed = klaster_graph_page_view_changed;
  page_class->scene_changed = klaster_graph_page_view_changed;
  page_class->fill_menu = klaster_graph_page_fill_menu;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-graph-page.ui");
  klaster_diagram_page_bind_template (widget_class);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, graph);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, layout_card);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, layout_menu_card);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, layout_menu_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, options_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, note_label);
  gtk_widget_class_bind_template_callback (widget_class, message_button_cb);
  gtk_widget_class_set_css_name (widget_class, "graphpage");
}

static void
klaster_graph_page_init (KlasterGraphPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  klaster_graph_page_set_up (self);
  klaster_coding_menu_insert (G_MENU (gtk_menu_button_get_menu_model (self->options_button)), 0, "graph");

  g_signal_connect (self->base.overlay, "get-child-position", G_CALLBACK (get_child_position_cb), self);
  g_signal_connect_swapped (self->graph, "notify::busy", G_CALLBACK (busy_changed_cb), self);
  g_signal_connect_swapped (self->graph, "notify::progress", G_CALLBACK (progress_changed_cb), self);
  g_signal_connect_swapped (self->graph, "notify::layout", G_CALLBACK (layout_changed_cb), self);
  g_signal_connect_swapped (self->base.legend, "notify::expanded", G_CALLBACK (legend_expanded_cb), self);

  layout_changed_cb (self);
  klaster_diagram_page_update_message (&self->base);
}

/**
 * klaster_graph_page_new:
 *
 * Returns: (transfer floating): a page without a project
 */
GtkWidget *
klaster_graph_page_new (void)
{
  return g_object_new (KLASTER_TYPE_GRAPH_PAGE, NULL);
}

/**
 * klaster_graph_page_get_view:
 * @self: the page
 *
 * Returns: (transfer none): its graph
 */
KlasterGraphView *
klaster_graph_page_get_view (KlasterGraphPage *self)
{
  g_return_val_if_fail (KLASTER_IS_GRAPH_PAGE (self), NULL);

  return self->graph;
}
