/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-coding-menu.h"
#include "klaster-connect.h"
#include "klaster-derive.h"
#include "klaster-graph-page-private.h"
#include "klaster-symbol-image.h"

/* A layout that is ready sooner needs no message. */
#define BUSY_DELAY 400
/* Room that the cards over the edges take */
#define INSET_TOP 14
#define INSET_TOOLS 64
#define INSET_SIDE 56
#define INSET_BOTTOM 72

G_DEFINE_FINAL_TYPE (KlasterGraphPage, klaster_graph_page, GTK_TYPE_WIDGET)

enum
{
  PROP_PROJECT = 1,
  PROP_SELECTION,
  PROP_MEMBERS,
  PROP_SCOPE,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  ACTIVATE_MEMBER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Message card: a layout that takes long, or what went wrong */

static void
update_message (KlasterGraphPage *self)
{
  gboolean busy = klaster_graph_view_is_busy (self->graph) && self->busy_timeout == 0;
  g_autofree char *tool = klaster_map_view_describe_tool (self->view);
  gboolean shown = busy || tool != NULL || self->error_message != NULL;

  if (self->error_message == NULL && tool != NULL)
    {
      busy = FALSE;
      gtk_label_set_text (self->message_label, tool);
      gtk_button_set_label (self->message_button, _("Cancel"));
    }
  else if (self->error_message)
    {
      gtk_label_set_text (self->message_label, self->error_message);
      gtk_button_set_label (self->message_button, _("Close"));
    }
  else if (busy)
    {
      gtk_label_set_text (self->message_label, _("Arranging the members…"));
      gtk_button_set_label (self->message_button, _("Stop"));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), busy && self->error_message == NULL);
  gtk_revealer_set_reveal_child (self->message_revealer, shown);
  gtk_widget_set_can_target (GTK_WIDGET (self->message_revealer), shown);
}

static void
message_button_cb (KlasterGraphPage *self)
{
  if (self->error_message)
    g_clear_pointer (&self->error_message, g_free);
  else if (klaster_map_view_get_tool (self->view) != KLASTER_MAP_TOOL_SELECT)
    klaster_map_view_set_tool (self->view, KLASTER_MAP_TOOL_SELECT);
  else
    klaster_graph_view_stop (self->graph);
  update_message (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static gboolean
busy_timeout_cb (gpointer user_data)
{
  KlasterGraphPage *self = user_data;

  self->busy_timeout = 0;
  update_message (self);

  return G_SOURCE_REMOVE;
}

static void
busy_changed_cb (KlasterGraphPage *self)
{
  g_clear_handle_id (&self->busy_timeout, g_source_remove);
  if (klaster_graph_view_is_busy (self->graph))
    self->busy_timeout = g_timeout_add (BUSY_DELAY, busy_timeout_cb, self);
  else
    klaster_graph_page_save (self);
  gtk_progress_bar_set_fraction (self->progress_bar, 0);
  update_message (self);
}

static void
progress_changed_cb (KlasterGraphPage *self)
{
  double progress;

  g_object_get (self->graph, "progress", &progress, NULL);
  gtk_progress_bar_set_fraction (self->progress_bar, progress);
}

static void
edit_failed_cb (KlasterMapView   *view,
                const char       *message,
                KlasterGraphPage *self)
{
  g_free (self->error_message);
  self->error_message = g_strdup (message);
  update_message (self);
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
  gboolean fits = measure_width (GTK_WIDGET (self->legend)) + measure_width (self->layout_card)
                    + measure_width (self->zoom_card) <= width;

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

  if (widget == GTK_WIDGET (self->hover_card))
    {
      klaster_map_hover_card_place (self->hover_card, width, height, allocation);
      return TRUE;
    }
  if (widget == self->layout_card || widget == self->layout_menu_card)
    {
      GtkRequisition natural;
      int left = measure_width (GTK_WIDGET (self->legend)), right = width - measure_width (self->zoom_card);

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
  klaster_map_legend_set_room (self->legend, width, gtk_widget_get_height (GTK_WIDGET (self->graph)));
}

/* Nothing is hidden without a sign. */
static void
update_note (KlasterGraphPage *self)
{
  KlasterMapScene *scene = klaster_map_view_get_scene (self->view);
  double zoom = round (klaster_map_camera_get_target_zoom (klaster_map_view_get_camera (self->view)));
  guint n_bundled = 0, n_hidden = 0;

  if (scene && klaster_map_scene_is_prepared (scene, zoom))
    klaster_map_scene_get_link_summary (scene, zoom, &n_bundled, &n_hidden);
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
  gtk_widget_queue_allocate (GTK_WIDGET (self->overlay));
  klaster_graph_page_save (self);
}

/* What is remembered for each project and person */

void
klaster_graph_page_save (KlasterGraphPage *self)
{
  GKeyFile *keys;

  if (self->state == NULL || self->loading)
    return;

  keys = klaster_view_state_get_keys (self->state);
  g_key_file_set_string (keys, "graph", "layout",
                         klaster_layout_kind_get_token (klaster_graph_view_get_layout (self->graph)));
  if (klaster_map_legend_is_chosen (self->legend))
    g_key_file_set_boolean (keys, "graph", "legend", klaster_map_legend_get_expanded (self->legend));
  klaster_coding_menu_save (G_ACTION_GROUP (self->actions), keys, "graph");
  klaster_view_state_changed (self->state);
}

static void
load_state (KlasterGraphPage *self)
{
  GKeyFile *keys = klaster_view_state_get_keys (self->state);
  g_autofree char *layout = g_key_file_get_string (keys, "graph", "layout", NULL);
  KlasterLayoutKind kind;

  if (layout && klaster_layout_kind_parse (layout, &kind))
    klaster_graph_view_set_layout (self->graph, kind);
  klaster_map_legend_set_expanded (self->legend, g_key_file_get_boolean (keys, "graph", "legend", NULL));
  klaster_coding_menu_load (G_ACTION_GROUP (self->actions), keys, "graph");
}

/* The graph */

static void
update_empty (KlasterGraphPage *self)
{
  gboolean empty =
    self->project != NULL
    && klaster_snapshot_get_n_rows (klaster_project_get_snapshot (self->project), KLASTER_TABLE_INSTITUTION) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "graph");
}

static void
project_changed_cb (KlasterProject   *project,
                    KlasterDelta     *delta,
                    KlasterGraphPage *self)
{
  update_empty (self);
}

static void
view_changed_cb (KlasterMapView   *view,
                 KlasterGraphPage *self)
{
  update_room (self);
  update_note (self);
  klaster_graph_page_update_actions (self);
}

static void
scene_changed_cb (KlasterMapView   *view,
                  KlasterGraphPage *self)
{
  klaster_map_legend_set_scene (self->legend, klaster_map_view_get_scene (view));
  update_room (self);
  update_note (self);
  klaster_graph_page_update_actions (self);
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
  klaster_graph_page_update_actions (self);
}

static void
tool_changed_cb (KlasterMapView   *view,
                 KlasterGraphPage *self)
{
  update_message (self);
  klaster_graph_page_update_actions (self);
}

static void
connect_requested_cb (KlasterMapView   *view,
                      gint64            from,
                      gint64            to,
                      KlasterGraphPage *self)
{
  if (self->project && self->selection)
    klaster_connect_members (GTK_WIDGET (self), self->project, self->selection, from, &to, 1);
}

static void
activate_member_cb (KlasterMapView   *view,
                    gint64            id,
                    KlasterGraphPage *self)
{
  g_signal_emit (self, signals[ACTIVATE_MEMBER], 0, id);
}

static void
context_requested_cb (KlasterMapView   *view,
                      double            x,
                      double            y,
                      KlasterGraphPage *self)
{
  klaster_graph_page_show_context (self, x, y);
}

static void
update_style_cb (KlasterGraphPage *self)
{
  KlasterStyle style = klaster_widget_get_style (GTK_WIDGET (self->view));

  klaster_map_view_set_style (self->view, &style);
}

static void
update_scope_cb (KlasterGraphPage *self)
{
  g_autofree char *date = self->scope ? klaster_scope_dup_date (self->scope) : klaster_date_today ();

  klaster_map_view_set_date (self->view, date);
  klaster_map_hover_card_set_date (self->hover_card, date);
  klaster_map_view_set_scope (self->view, self->scope ? klaster_scope_get_filter (self->scope) : NULL);
}

static void
set_scope (KlasterGraphPage *self,
           KlasterScope     *scope)
{
  if (self->scope == scope)
    return;

  if (self->scope)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  g_set_object (&self->scope, scope);
  if (scope)
    g_signal_connect_object (scope, "changed", G_CALLBACK (update_scope_cb), self, G_CONNECT_SWAPPED);
  update_scope_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCOPE]);
}

static gboolean
klaster_graph_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KLASTER_GRAPH_PAGE (widget)->graph));
}

static void
set_project (KlasterGraphPage *self,
             KlasterProject   *project)
{
  if (self->project == project)
    return;

  g_clear_object (&self->state);
  self->loading = TRUE;
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_set_object (&self->project, project);
  g_clear_pointer (&self->error_message, g_free);
  update_scope_cb (self);
  if (project)
    {
      g_signal_connect (project, "changed", G_CALLBACK (project_changed_cb), self);
      self->state = klaster_view_state_get (klaster_project_get_uuid (project));
      load_state (self);
    }
  klaster_graph_view_set_project (self->graph, project);
  self->loading = FALSE;
  update_empty (self);
  klaster_graph_page_update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
}

static void
klaster_graph_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  KlasterGraphPage *self = KLASTER_GRAPH_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_MEMBERS:
      g_value_set_object (value, self->members);
      break;
    case PROP_SCOPE:
      g_value_set_object (value, self->scope);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_graph_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  KlasterGraphPage *self = KLASTER_GRAPH_PAGE (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      set_project (self, g_value_get_object (value));
      break;
    case PROP_SELECTION:
      if (g_set_object (&self->selection, g_value_get_object (value)))
        {
          klaster_map_view_set_selection (self->view, self->selection);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_MEMBERS:
      if (g_set_object (&self->members, g_value_get_object (value)))
        {
          klaster_map_view_set_members (self->view, self->members);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    case PROP_SCOPE:
      set_scope (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_graph_page_dispose (GObject *object)
{
  KlasterGraphPage *self = KLASTER_GRAPH_PAGE (object);

  if (self->graph)
    {
      g_signal_handlers_disconnect_by_data (self->graph, self);
      g_signal_handlers_disconnect_by_data (self->view, self);
    }
  g_clear_handle_id (&self->busy_timeout, g_source_remove);
  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  g_clear_object (&self->actions);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);
  g_clear_object (&self->state);
  g_clear_object (&self->selection);
  g_clear_object (&self->members);
  if (self->scope)
    g_signal_handlers_disconnect_by_data (self->scope, self);
  g_clear_object (&self->scope);
  if (self->stack)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  self->graph = NULL;
  self->view = NULL;

  G_OBJECT_CLASS (klaster_graph_page_parent_class)->dispose (object);
}

static void
klaster_graph_page_finalize (GObject *object)
{
  g_free (KLASTER_GRAPH_PAGE (object)->error_message);

  G_OBJECT_CLASS (klaster_graph_page_parent_class)->finalize (object);
}

static void
klaster_graph_page_class_init (KlasterGraphPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (KLASTER_TYPE_GRAPH_VIEW);
  g_type_ensure (KLASTER_TYPE_MAP_LEGEND);
  g_type_ensure (KLASTER_TYPE_MAP_HOVER_CARD);

  object_class->get_property = klaster_graph_page_get_property;
  object_class->set_property = klaster_graph_page_set_property;
  object_class->dispose = klaster_graph_page_dispose;
  object_class->finalize = klaster_graph_page_finalize;
  widget_class->grab_focus = klaster_graph_page_grab_focus;

  properties[PROP_PROJECT] =
    g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SELECTION] =
    g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_MEMBERS] =
    g_param_spec_object ("members", NULL, NULL, KLASTER_TYPE_QUERY_MODEL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SCOPE] =
    g_param_spec_object ("scope", NULL, NULL, KLASTER_TYPE_SCOPE,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ACTIVATE_MEMBER] =
    g_signal_new ("activate-member", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/klaster_app/Klaster/ui/klaster-graph-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, overlay);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, graph);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, layout_card);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, layout_menu_card);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, layout_menu_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, options_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, message_revealer);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, message_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, message_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, legend);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, zoom_card);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, connect_button);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, note_label);
  gtk_widget_class_bind_template_child (widget_class, KlasterGraphPage, hover_card);
  gtk_widget_class_bind_template_callback (widget_class, message_button_cb);
  gtk_widget_class_set_css_name (widget_class, "graphpage");
}

static void
klaster_graph_page_init (KlasterGraphPage *self)
{
  AdwStyleManager *styles = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));

  self->view = klaster_graph_view_get_view (self->graph);
  self->actions = g_simple_action_group_new ();
  klaster_graph_page_add_actions (self);
  klaster_coding_menu_add_actions (G_ACTION_MAP (self->actions), self->view);
  klaster_coding_menu_insert (G_MENU (gtk_menu_button_get_menu_model (self->options_button)), 0, "graph");
  gtk_widget_add_css_class (GTK_WIDGET (self->hover_card), "map-card");
  klaster_map_hover_card_follow (self->hover_card, self->view);

  g_signal_connect (self->overlay, "get-child-position", G_CALLBACK (get_child_position_cb), self);
  g_signal_connect_swapped (self->graph, "notify::busy", G_CALLBACK (busy_changed_cb), self);
  g_signal_connect_swapped (self->graph, "notify::progress", G_CALLBACK (progress_changed_cb), self);
  g_signal_connect_swapped (self->graph, "notify::layout", G_CALLBACK (layout_changed_cb), self);
  g_signal_connect (self->view, "view-changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect (self->view, "tool-changed", G_CALLBACK (tool_changed_cb), self);
  g_signal_connect (self->view, "connect-requested", G_CALLBACK (connect_requested_cb), self);
  g_signal_connect (self->view, "scene-changed", G_CALLBACK (scene_changed_cb), self);
  g_signal_connect (self->view, "edit-failed", G_CALLBACK (edit_failed_cb), self);
  g_signal_connect (self->view, "activate-member", G_CALLBACK (activate_member_cb), self);
  g_signal_connect (self->view, "context-requested", G_CALLBACK (context_requested_cb), self);
  g_signal_connect_swapped (self->legend, "notify::expanded", G_CALLBACK (legend_expanded_cb), self);
  g_signal_connect_swapped (self->actions, "action-state-changed::color-by", G_CALLBACK (klaster_graph_page_save), self);
  g_signal_connect_swapped (self->actions, "action-state-changed::size-by", G_CALLBACK (klaster_graph_page_save), self);
  g_signal_connect_object (styles, "notify::dark", G_CALLBACK (update_style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (styles, "notify::high-contrast", G_CALLBACK (update_style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (update_scope_cb), NULL);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi", G_CALLBACK (update_style_cb),
                           self, G_CONNECT_SWAPPED);

  update_style_cb (self);
  update_scope_cb (self);
  layout_changed_cb (self);
  update_message (self);
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
