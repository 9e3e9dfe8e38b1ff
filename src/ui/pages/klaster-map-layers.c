/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "klaster-basemap-source.h"
#include "klaster-basemap.h"
#include "klaster-compat.h"
#include "klaster-map-layers.h"
#include "klaster-mbtiles-source.h"
#include "klaster-online-source.h"
#include "klaster-overlay-loader.h"
#include "klaster-settings.h"
#include "klaster-symbol-image.h"

#define GROUP "layers"
#define MAX_OVERLAY_BYTES (64 * 1024 * 1024)

struct _KlasterMapLayers
{
  GObject parent_instance;

  KlasterMapView *view;          /* unowned: its page owns us */
  GActionMap *actions;           /* unowned: the same */
  KlasterProject *project;
  KlasterOverlayLoader *overlays;
  GMenu *menu;
  GMenu *base_section;
  GMenu *overlay_section;

  KlasterBase base;
  GFile *file;                   /* (nullable): of the map file */
  ShumateMapSource *file_source; /* (nullable): its tiles */
  ShumateMapSource *online_source; /* (nullable): the one shown last */
  GCancellable *cancellable;
  char *error;
  int scale_factor;
};

G_DEFINE_FINAL_TYPE (KlasterMapLayers, klaster_map_layers, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const base_names[] = { "offline", "online", "file" };

static const struct
{
  const char *action;
  KlasterMapFlags flag;
  const char *label;
} toggles[] = {
  { "layer-links", KLASTER_MAP_LINKS, N_("_Cooperation") },
  { "layer-ended-links", KLASTER_MAP_ENDED_LINKS, N_("_Ended Cooperation") },
  { "layer-member-labels", KLASTER_MAP_MEMBER_LABELS, N_("_Names of Members") },
  { "layer-place-labels", KLASTER_MAP_PLACE_LABELS, N_("Names of _Places") },
  { "layer-badges", KLASTER_MAP_BADGES, N_("What Needs _Attention") },
  { "layer-clusters", KLASTER_MAP_CLUSTERS, N_("_Group Members That Overlap") },
};

static void
emit_changed (KlasterMapLayers *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_error (KlasterMapLayers *self,
           const char       *message)
{
  g_free (self->error);
  self->error = g_strdup (message);
  emit_changed (self);
}

static char *
get_tile_url (void)
{
  g_autofree char *url = g_settings_get_string (klaster_settings_get (), "tile-url");

  if (!klaster_online_source_check_url (url, NULL))
    return g_strdup (KLASTER_ONLINE_TILE_URL);

  return g_steal_pointer (&url);
}

/* Names that the map below brings along are not drawn twice. */
static void
apply_flags (KlasterMapLayers *self)
{
  KlasterMapFlags flags = 0;

  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    {
      GAction *action = g_action_map_lookup_action (self->actions, toggles[i].action);
      g_autoptr (GVariant) state = g_action_get_state (action);

      if (toggles[i].flag == KLASTER_MAP_PLACE_LABELS)
        g_simple_action_set_enabled (G_SIMPLE_ACTION (action), self->base == KLASTER_BASE_OFFLINE);
      if (g_variant_get_boolean (state) && (toggles[i].flag != KLASTER_MAP_PLACE_LABELS || self->base == KLASTER_BASE_OFFLINE))
        flags |= toggles[i].flag;
    }
  klaster_map_view_set_flags (self->view, flags);
}

static void
apply_base (KlasterMapLayers *self)
{
  g_autoptr (ShumateMapSource) source = NULL;

  switch (self->base)
    {
    case KLASTER_BASE_ONLINE:
      {
        g_autofree char *url = get_tile_url ();

        source = klaster_online_source_new (url);
        g_set_object (&self->online_source, source);
        g_signal_connect_object (source, "notify::available", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
      }
      break;
    case KLASTER_BASE_FILE:
      source = self->file_source ? g_object_ref (self->file_source) : NULL;
      break;
    case KLASTER_BASE_OFFLINE:
    default:
      break;
    }
  if (source == NULL)
    {
      KlasterStyle style = klaster_widget_get_style (GTK_WIDGET (self->view));

      source = klaster_basemap_source_new (klaster_basemap_draw_tile, &style, self->scale_factor,
                                           klaster_basemap_get_attribution ());
    }
  klaster_map_view_set_source (self->view, source);
  apply_flags (self);
}

static void
update_base_section (KlasterMapLayers *self)
{
  g_menu_remove_all (self->base_section);
  g_menu_append (self->base_section, _("_Offline Map"), "map.base::offline");
  g_menu_append (self->base_section, _("Open_StreetMap (Online)"), "map.base::online");
  if (self->file)
    {
      g_autofree char *name = g_file_get_basename (self->file);
      g_autoptr (GMenuItem) item = g_menu_item_new (NULL, "map.base::file");
      g_auto (GStrv) parts = g_strsplit (name, "_", -1);
      g_autofree char *escaped = g_strjoinv ("__", parts);

      g_menu_item_set_label (item, escaped);
      g_menu_append_item (self->base_section, item);
    }
  g_menu_append (self->base_section, _("Map from a _File…"), "map.choose-map-file");
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (KlasterMapLayers) self = user_data;
  g_autoptr (GError) error = NULL;
  ShumateMapSource *source = klaster_mbtiles_source_open_finish (result, &error);
  GAction *action;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->view == NULL)
    {
      g_clear_object (&source);
      return;
    }
  if (source == NULL)
    {
      g_clear_object (&self->file);
      update_base_section (self);
      if (self->base == KLASTER_BASE_FILE)
        klaster_map_layers_set_base (self, KLASTER_BASE_OFFLINE);
      set_error (self, error->message);
      return;
    }

  g_clear_object (&self->file_source);
  self->file_source = source;
  self->base = KLASTER_BASE_FILE;
  action = g_action_map_lookup_action (self->actions, "base");
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (base_names[self->base]));
  update_base_section (self);
  apply_base (self);
  emit_changed (self);
}

/* Shows it below the members once it is open; the error tells why it cannot. */
static void
open_file (KlasterMapLayers *self,
           GFile            *file)
{
  g_return_if_fail (KLASTER_IS_MAP_LAYERS (self));
  g_return_if_fail (G_IS_FILE (file));

  g_set_object (&self->file, file);
  klaster_mbtiles_source_open_async (file, self->cancellable, opened_cb, g_object_ref (self));
}

static void
base_changed_cb (GSimpleAction    *action,
                 GVariant         *state,
                 KlasterMapLayers *self)
{
  const char *name = g_variant_get_string (state, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (base_names); i++)
    if (g_str_equal (name, base_names[i]) && (i != KLASTER_BASE_FILE || self->file_source))
      {
        g_simple_action_set_state (action, state);
        self->base = (KlasterBase) i;
        apply_base (self);
        emit_changed (self);
      }
}

static void
toggle_changed_cb (GSimpleAction    *action,
                   GVariant         *state,
                   KlasterMapLayers *self)
{
  g_simple_action_set_state (action, state);
  apply_flags (self);
  emit_changed (self);
}

static GtkWindow *
get_window (KlasterMapLayers *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->view));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
map_file_chosen_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (KlasterMapLayers) self = user_data;
  g_autoptr (GFile) file = klaster_compat_open_file_finish (result, NULL);

  if (file && self->view)
    open_file (self, file);
}

static void
choose_map_file_cb (GSimpleAction    *action,
                    GVariant         *parameter,
                    KlasterMapLayers *self)
{
  const char *const patterns[] = { "*.mbtiles", NULL };
  g_autoptr (GListModel) filters = klaster_compat_create_filters (_("Map files (MBTiles)"), patterns);

  klaster_compat_open_file_async (get_window (self), _("Choose a Map File"), _("_Open"), filters, self->cancellable,
                                  map_file_chosen_cb, g_object_ref (self));
}

/* Overlays */

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (KlasterMapLayers) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = klaster_project_commit_finish (KLASTER_PROJECT (object), result, &error);

  if (uuid == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->view)
    set_error (self, error->message);
}

/* Not to be cancelled: what somebody did is not undone because the map goes away meanwhile. */
static void
commit (KlasterMapLayers *self,
        KlasterProject   *project,
        KlasterEdit      *edit)
{
  klaster_project_commit_async (project, edit, NULL, committed_cb, g_object_ref (self));
}

typedef struct
{
  KlasterMapLayers *self;
  char *name;
} Addition;

static void
free_addition (Addition *addition)
{
  g_object_unref (addition->self);
  g_free (addition->name);
  g_free (addition);
}

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Addition *addition = user_data;
  KlasterMapLayers *self = addition->self;
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = klaster_project_store_blob_finish (KLASTER_PROJECT (object), result, &error);

  if (sha256 == NULL)
    {
      if (self->view && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        set_error (self, error->message);
    }
  else
    {
      g_autofree char *label = g_strdup_printf (_("Add the outlines “%s”"), addition->name);
      g_autoptr (KlasterEdit) edit = klaster_edit_new (label);
      gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_OVERLAY);

      klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_NAME, KLASTER_TEXT (addition->name));
      klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_SHA256, KLASTER_TEXT (sha256));
      klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_VISIBLE, KLASTER_INTEGER (1));
      commit (self, KLASTER_PROJECT (object), edit);
    }
  free_addition (addition);
}

static void
parsed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Addition *addition = user_data;
  KlasterMapLayers *self = addition->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = klaster_overlay_read_finish (result, &error);

  if (bytes == NULL || self->view == NULL || self->project == NULL)
    {
      if (error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->view)
        set_error (self, error->message);
      free_addition (addition);
      return;
    }
  klaster_project_store_blob_async (self->project, bytes, self->cancellable, stored_cb, addition);
}

/**
 * klaster_map_layers_add_overlay:
 * @self: layers
 * @file: a GeoJSON file
 *
 * Keeps its outlines in the project, as one edit that can be undone.
 */
void
klaster_map_layers_add_overlay (KlasterMapLayers *self,
                                GFile            *file)
{
  Addition *addition;
  g_autofree char *basename = NULL;
  char *dot;

  g_return_if_fail (KLASTER_IS_MAP_LAYERS (self));
  g_return_if_fail (G_IS_FILE (file));

  basename = g_file_get_basename (file);
  dot = strrchr (basename, '.');
  if (dot && dot != basename)
    *dot = '\0';
  addition = g_new0 (Addition, 1);
  addition->self = g_object_ref (self);
  addition->name = g_utf8_make_valid (basename, -1);
  g_strdelimit (addition->name, "_", ' ');
  klaster_overlay_read_async (file, MAX_OVERLAY_BYTES, self->cancellable, parsed_cb, addition);
}

static void
overlay_chosen_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (KlasterMapLayers) self = user_data;
  g_autoptr (GFile) file = klaster_compat_open_file_finish (result, NULL);

  if (file && self->view)
    klaster_map_layers_add_overlay (self, file);
}

static void
choose_overlay_cb (GSimpleAction    *action,
                   GVariant         *parameter,
                   KlasterMapLayers *self)
{
  const char *const patterns[] = { "*.geojson", "*.json", NULL };
  g_autoptr (GListModel) filters = klaster_compat_create_filters (_("Outlines (GeoJSON)"), patterns);

  klaster_compat_open_file_async (get_window (self), _("Add Outlines"), _("_Add"), filters, self->cancellable,
                                  overlay_chosen_cb, g_object_ref (self));
}

static void
overlay_activate_cb (GSimpleAction    *action,
                     GVariant         *parameter,
                     KlasterMapLayers *self)
{
  gint64 id = g_ascii_strtoll (g_action_get_name (G_ACTION (action)) + strlen ("overlay-"), NULL, 10);
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (action));
  g_autoptr (KlasterEdit) edit = NULL;
  gboolean visible = !g_variant_get_boolean (state);

  edit = klaster_edit_new (visible ? _("Show outlines") : _("Hide outlines"));
  klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_VISIBLE, KLASTER_INTEGER (visible));
  commit (self, self->project, edit);
}

static void
remove_overlay_cb (GSimpleAction    *action,
                   GVariant         *parameter,
                   KlasterMapLayers *self)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new (_("Remove outlines"));

  klaster_edit_delete (edit, KLASTER_TABLE_OVERLAY, g_variant_get_int64 (parameter));
  commit (self, self->project, edit);
}

static void
update_overlay_section (KlasterMapLayers *self)
{
  gboolean editable = self->project && !klaster_project_is_read_only (self->project);
  g_autoptr (GMenu) removal = g_menu_new ();
  KlasterRowIter iter;
  KlasterRow *row;

  g_menu_remove_all (self->overlay_section);
  if (self->project)
    {
      klaster_row_iter_init (&iter, klaster_project_get_snapshot (self->project), KLASTER_TABLE_OVERLAY);
      while (klaster_row_iter_next (&iter, &row))
        {
          gint64 id = klaster_row_get_id (row);
          g_autofree char *name = g_strdup_printf ("overlay-%" G_GINT64_FORMAT, id);
          g_autofree char *detailed = g_strdup_printf ("map.%s", name);
          gboolean visible = klaster_row_get_integer (row, KLASTER_OVERLAY_VISIBLE) != 0;
          GAction *action = g_action_map_lookup_action (self->actions, name);
          g_auto (GStrv) parts = g_strsplit (klaster_row_get_text (row, KLASTER_OVERLAY_NAME), "_", -1);
          g_autofree char *label = g_strjoinv ("__", parts);
          g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

          if (action == NULL)
            {
              g_autoptr (GSimpleAction) created =
                g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (visible));

              g_signal_connect_object (created, "activate", G_CALLBACK (overlay_activate_cb), self, 0);
              g_action_map_add_action (self->actions, G_ACTION (created));
              action = g_action_map_lookup_action (self->actions, name);
            }
          g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (visible));
          g_simple_action_set_enabled (G_SIMPLE_ACTION (action), editable);
          g_menu_append (self->overlay_section, label, detailed);
          g_menu_item_set_action_and_target (item, "map.remove-overlay", "x", id);
          g_menu_append_item (removal, item);
        }
    }
  g_menu_append (self->overlay_section, _("Add Out_lines (GeoJSON)…"), "map.add-overlay");
  if (g_menu_model_get_n_items (G_MENU_MODEL (removal)) > 0)
    g_menu_append_submenu (self->overlay_section, _("_Remove Outlines"), G_MENU_MODEL (removal));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (self->actions, "add-overlay")), editable);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (self->actions, "remove-overlay")), editable);
}

static void
project_changed_cb (KlasterProject   *project,
                    KlasterDelta     *delta,
                    KlasterMapLayers *self)
{
  if (delta == NULL || klaster_delta_touches (delta, KLASTER_TABLE_OVERLAY))
    update_overlay_section (self);
}

static void
overlay_loaded_cb (KlasterOverlayLoader *loader,
                   KlasterMapLayers     *self)
{
  if (self->view == NULL)
    return;
  klaster_map_view_set_overlay (self->view, klaster_overlay_loader_get_geometry (loader));
  if (klaster_overlay_loader_get_error (loader))
    set_error (self, klaster_overlay_loader_get_error (loader));
}

static void
klaster_map_layers_dispose (GObject *object)
{
  KlasterMapLayers *self = KLASTER_MAP_LAYERS (object);

  g_cancellable_cancel (self->cancellable);
  klaster_map_layers_set_project (self, NULL);
  g_clear_object (&self->overlays);
  g_clear_object (&self->file);
  g_clear_object (&self->online_source);
  g_clear_object (&self->file_source);
  g_clear_object (&self->menu);
  g_clear_object (&self->base_section);
  g_clear_object (&self->overlay_section);
  g_clear_weak_pointer (&self->view);
  g_clear_weak_pointer (&self->actions);

  G_OBJECT_CLASS (klaster_map_layers_parent_class)->dispose (object);
}

static void
klaster_map_layers_finalize (GObject *object)
{
  KlasterMapLayers *self = KLASTER_MAP_LAYERS (object);

  g_clear_object (&self->cancellable);
  g_free (self->error);

  G_OBJECT_CLASS (klaster_map_layers_parent_class)->finalize (object);
}

static void
klaster_map_layers_class_init (KlasterMapLayersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_map_layers_dispose;
  object_class->finalize = klaster_map_layers_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
klaster_map_layers_init (KlasterMapLayers *self)
{
  self->cancellable = g_cancellable_new ();
  self->scale_factor = 1;
  self->menu = g_menu_new ();
  self->base_section = g_menu_new ();
  self->overlay_section = g_menu_new ();
  self->overlays = klaster_overlay_loader_new ();
  g_signal_connect_object (self->overlays, "loaded", G_CALLBACK (overlay_loaded_cb), self, 0);
}

static void
add_actions (KlasterMapLayers *self)
{
  g_autoptr (GSimpleAction) base =
    g_simple_action_new_stateful ("base", G_VARIANT_TYPE_STRING, g_variant_new_string (base_names[0]));
  g_autoptr (GSimpleAction) choose = g_simple_action_new ("choose-map-file", NULL);
  g_autoptr (GSimpleAction) add = g_simple_action_new ("add-overlay", NULL);
  g_autoptr (GSimpleAction) remove = g_simple_action_new ("remove-overlay", G_VARIANT_TYPE_INT64);

  g_signal_connect_object (base, "change-state", G_CALLBACK (base_changed_cb), self, 0);
  g_signal_connect_object (choose, "activate", G_CALLBACK (choose_map_file_cb), self, 0);
  g_signal_connect_object (add, "activate", G_CALLBACK (choose_overlay_cb), self, 0);
  g_signal_connect_object (remove, "activate", G_CALLBACK (remove_overlay_cb), self, 0);
  g_action_map_add_action (self->actions, G_ACTION (base));
  g_action_map_add_action (self->actions, G_ACTION (choose));
  g_action_map_add_action (self->actions, G_ACTION (add));
  g_action_map_add_action (self->actions, G_ACTION (remove));
  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    {
      g_autoptr (GSimpleAction) action =
        g_simple_action_new_stateful (toggles[i].action, NULL,
                                      g_variant_new_boolean ((KLASTER_MAP_DEFAULT & toggles[i].flag) != 0));

      g_signal_connect_object (action, "change-state", G_CALLBACK (toggle_changed_cb), self, 0);
      g_action_map_add_action (self->actions, G_ACTION (action));
    }
}

/**
 * klaster_map_layers_new:
 * @view: the map
 * @actions: where to put actions; the group is called "map" where the menu is shown
 *
 * Returns: (transfer full): layers of @view
 */
KlasterMapLayers *
klaster_map_layers_new (KlasterMapView *view,
                        GActionMap     *actions)
{
  KlasterMapLayers *self;
  g_autoptr (GMenu) toggle_section = g_menu_new ();

  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (view), NULL);

  self = g_object_new (KLASTER_TYPE_MAP_LAYERS, NULL);
  g_set_weak_pointer (&self->view, view);
  g_set_weak_pointer (&self->actions, actions);
  add_actions (self);
  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    {
      g_autofree char *detailed = g_strdup_printf ("map.%s", toggles[i].action);

      g_menu_append (toggle_section, _(toggles[i].label), detailed);
    }
  g_menu_append_section (self->menu, _("Map"), G_MENU_MODEL (self->base_section));
  g_menu_append_section (self->menu, _("Show"), G_MENU_MODEL (toggle_section));
  g_menu_append_section (self->menu, _("Outlines"), G_MENU_MODEL (self->overlay_section));
  update_base_section (self);
  update_overlay_section (self);
  klaster_map_layers_update_style (self);

  return self;
}

/**
 * klaster_map_layers_set_project:
 * @self: layers
 * @project: (nullable): whose outlines to show
 */
void
klaster_map_layers_set_project (KlasterMapLayers *self,
                                KlasterProject   *project)
{
  g_return_if_fail (KLASTER_IS_MAP_LAYERS (self));

  if (self->project == project)
    return;

  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_set_object (&self->project, project);
  if (self->overlays)
    klaster_overlay_loader_set_project (self->overlays, project);
  if (project)
    g_signal_connect (project, "changed", G_CALLBACK (project_changed_cb), self);
  if (self->actions && self->overlay_section)
    update_overlay_section (self);
}

/**
 * klaster_map_layers_get_menu:
 * @self: layers
 *
 * Returns: (transfer none): the choices
 */
GMenuModel *
klaster_map_layers_get_menu (KlasterMapLayers *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_LAYERS (self), NULL);

  return G_MENU_MODEL (self->menu);
}

/**
 * klaster_map_layers_get_base:
 * @self: layers
 *
 * Returns: which map lies below the members
 */
KlasterBase
klaster_map_layers_get_base (KlasterMapLayers *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_LAYERS (self), KLASTER_BASE_OFFLINE);

  return self->base;
}

/**
 * klaster_map_layers_set_base:
 * @self: layers
 * @base: which map to show below the members
 */
void
klaster_map_layers_set_base (KlasterMapLayers *self,
                             KlasterBase       base)
{
  g_return_if_fail (KLASTER_IS_MAP_LAYERS (self));

  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "base", g_variant_new_string (base_names[base]));
}

/**
 * klaster_map_layers_is_available:
 * @self: layers
 *
 * Returns: %FALSE while the online map is chosen and none of it comes
 */
gboolean
klaster_map_layers_is_available (KlasterMapLayers *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_LAYERS (self), FALSE);

  return self->base != KLASTER_BASE_ONLINE || self->online_source == NULL
         || klaster_online_source_is_available (KLASTER_ONLINE_SOURCE (self->online_source));
}

/**
 * klaster_map_layers_get_file_bounds:
 * @self: layers
 * @bounds: (out): in world coordinates
 *
 * Returns: whether a map from a file is chosen and says where it lies
 */
gboolean
klaster_map_layers_get_file_bounds (KlasterMapLayers *self,
                                    KlasterRect      *bounds)
{
  g_return_val_if_fail (KLASTER_IS_MAP_LAYERS (self), FALSE);

  return self->base == KLASTER_BASE_FILE && self->file_source != NULL
         && klaster_mbtiles_source_get_bounds (KLASTER_MBTILES_SOURCE (self->file_source), bounds);
}

/**
 * klaster_map_layers_get_attribution:
 * @self: layers
 *
 * Returns: (transfer none): who made the map below the members; always to be shown
 */
const char *
klaster_map_layers_get_attribution (KlasterMapLayers *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_LAYERS (self), NULL);

  if (self->base == KLASTER_BASE_ONLINE)
    {
      g_autofree char *url = get_tile_url ();

      return strstr (url, "openstreetmap.org/") ? "© OpenStreetMap contributors" : g_intern_string (url);
    }
  if (self->base == KLASTER_BASE_FILE && self->file_source)
    return shumate_map_source_get_license (self->file_source);

  return klaster_basemap_get_attribution ();
}

/**
 * klaster_map_layers_get_error:
 * @self: layers
 *
 * Returns: (transfer none) (nullable): what went wrong last
 */
const char *
klaster_map_layers_get_error (KlasterMapLayers *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_LAYERS (self), NULL);

  return self->error;
}

/**
 * klaster_map_layers_clear_error:
 * @self: layers
 *
 * The error was read.
 */
void
klaster_map_layers_clear_error (KlasterMapLayers *self)
{
  g_return_if_fail (KLASTER_IS_MAP_LAYERS (self));

  if (self->error)
    set_error (self, NULL);
}

/**
 * klaster_map_layers_update_style:
 * @self: layers
 *
 * Theme, contrast, size of text or scale factor changed.
 */
void
klaster_map_layers_update_style (KlasterMapLayers *self)
{
  KlasterStyle style;

  g_return_if_fail (KLASTER_IS_MAP_LAYERS (self));

  style = klaster_widget_get_style (GTK_WIDGET (self->view));
  self->scale_factor = gtk_widget_get_scale_factor (GTK_WIDGET (self->view));
  klaster_map_view_set_style (self->view, &style);
  apply_base (self);
}

/**
 * klaster_map_layers_load:
 * @self: layers
 * @state: what was remembered
 */
void
klaster_map_layers_load (KlasterMapLayers *self,
                         GKeyFile         *state)
{
  g_autofree char *base = NULL;
  g_autofree char *uri = NULL;

  g_return_if_fail (KLASTER_IS_MAP_LAYERS (self));

  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    if (g_key_file_has_key (state, GROUP, toggles[i].action, NULL))
      g_action_group_change_action_state (G_ACTION_GROUP (self->actions), toggles[i].action,
                                          g_variant_new_boolean (g_key_file_get_boolean (state, GROUP, toggles[i].action,
                                                                                         NULL)));
  base = g_key_file_get_string (state, GROUP, "base", NULL);
  uri = g_key_file_get_string (state, GROUP, "file", NULL);
  if (uri && g_strcmp0 (base, base_names[KLASTER_BASE_FILE]) == 0)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uri);

      open_file (self, file);
    }
  else if (g_strcmp0 (base, base_names[KLASTER_BASE_ONLINE]) == 0)
    klaster_map_layers_set_base (self, KLASTER_BASE_ONLINE);
}

/**
 * klaster_map_layers_save:
 * @self: layers
 * @state: where to remember them
 */
void
klaster_map_layers_save (KlasterMapLayers *self,
                         GKeyFile         *state)
{
  g_return_if_fail (KLASTER_IS_MAP_LAYERS (self));

  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    {
      g_autoptr (GVariant) value = g_action_group_get_action_state (G_ACTION_GROUP (self->actions), toggles[i].action);

      g_key_file_set_boolean (state, GROUP, toggles[i].action, g_variant_get_boolean (value));
    }
  g_key_file_set_string (state, GROUP, "base", base_names[self->base]);
  if (self->base == KLASTER_BASE_FILE && self->file)
    {
      g_autofree char *uri = g_file_get_uri (self->file);

      g_key_file_set_string (state, GROUP, "file", uri);
    }
}
