/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-basemap.h"
#include "klaster-coordinates.h"
#include "klaster-derive.h"
#include "klaster-go-to-popover.h"
#include "klaster-language.h"
#include "klaster-query.h"
#include "klaster-text.h"
#include "klaster-worker.h"

#define MAX_MEMBERS 6
#define MAX_PLACES 6

#define ZOOM_MEMBER 14
#define ZOOM_COORDINATES 14
#define ZOOM_DISTRICT 11

typedef struct
{
  char *title;
  char *subtitle;
  const char *icon_name;
  double lon, lat;
  double zoom;
  gint64 id;
} Found;

typedef struct
{
  KlasterSnapshot *snapshot;
  char *text;
  KlasterLanguage language;
  KlasterQueryIndex *index; /* borrowed from the popover while the search runs */
} Search;

struct _KlasterGoToPopover
{
  GtkPopover parent_instance;

  GtkWidget *entry;
  GtkWidget *list;
  GtkWidget *scroller;
  GtkWidget *status;
  KlasterSnapshot *snapshot;
  KlasterQueryIndex *index;  /* with the search that runs, or here */
  GCancellable *cancellable; /* of the search that runs */
  gboolean again;            /* the text changed meanwhile */
};

G_DEFINE_FINAL_TYPE (KlasterGoToPopover, klaster_go_to_popover, GTK_TYPE_POPOVER)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
free_found (gpointer data)
{
  Found *found = data;

  g_free (found->title);
  g_free (found->subtitle);
  g_free (found);
}

static void
free_search (gpointer data)
{
  Search *search = data;

  g_clear_pointer (&search->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&search->index, klaster_query_index_free);
  g_free (search->text);
  g_free (search);
}

static void
find_coordinates (Search    *search,
                  GPtrArray *results)
{
  double lon, lat;
  gboolean swapped;
  Found *found;

  if (!klaster_coordinates_parse (search->text, &lon, &lat, &swapped, NULL))
    return;

  found = g_new0 (Found, 1);
  found->title = klaster_coordinates_format (lon, lat);
  found->subtitle = g_strdup (swapped ? _("Coordinates, read in the other order") : _("Coordinates"));
  found->icon_name = "klaster-go-to-place-symbolic";
  found->lon = lon;
  found->lat = lat;
  found->zoom = ZOOM_COORDINATES;
  g_ptr_array_add (results, found);
}

static void
find_members (Search       *search,
              GPtrArray    *results,
              GCancellable *cancellable)
{
  g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_INSTITUTION);
  g_autofree char *today = klaster_date_today ();
  g_autoptr (KlasterQueryResult) result = NULL;
  guint n = 0;

  if (search->snapshot == NULL)
    return;

  klaster_query_set_search (query, search->text);
  result = klaster_query_run (query, search->index, search->snapshot, today, cancellable, NULL);
  for (guint i = 0; result && i < result->ids->len && n < MAX_MEMBERS; i++)
    {
      gint64 id = g_array_index (result->ids, gint64, i);
      KlasterRow *row = klaster_snapshot_lookup (search->snapshot, KLASTER_TABLE_INSTITUTION, id);
      Found *found;

      if (row == NULL || klaster_row_is_null (row, KLASTER_INSTITUTION_LON))
        continue;
      found = g_new0 (Found, 1);
      found->title = g_strdup (klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, search->language));
      found->subtitle = g_strdup (klaster_vocabulary_get_name (search->snapshot, "institution_kinds",
                                                               klaster_row_get_text (row, KLASTER_INSTITUTION_KIND),
                                                               search->language));
      found->icon_name = "klaster-page-members-symbolic";
      found->lon = klaster_row_get_real (row, KLASTER_INSTITUTION_LON);
      found->lat = klaster_row_get_real (row, KLASTER_INSTITUTION_LAT);
      found->zoom = ZOOM_MEMBER;
      found->id = id;
      g_ptr_array_add (results, found);
      n++;
    }
}

static gboolean
matches (const char *const *names,
         const char        *needle)
{
  for (int language = 0; language < KLASTER_N_LANGUAGES; language++)
    {
      g_autofree char *folded = names[language] ? klaster_text_fold (names[language]) : NULL;

      if (folded && klaster_text_matches (folded, needle))
        return TRUE;
    }

  return FALSE;
}

static void
find_districts (Search     *search,
                GPtrArray  *results,
                const char *needle)
{
  guint n_districts;
  const KlasterDistrict *districts = klaster_districts_get (&n_districts);

  for (guint i = 0; i < n_districts; i++)
    {
      Found *found;

      if (isnan (districts[i].lon) || !matches (districts[i].names, needle))
        continue;
      found = g_new0 (Found, 1);
      found->title = g_strdup (districts[i].names[search->language]);
      found->subtitle = g_strdup (districts[i].city ? _("City") : _("District"));
      found->icon_name = "klaster-overlay-symbolic";
      found->lon = districts[i].lon;
      found->lat = districts[i].lat;
      found->zoom = ZOOM_DISTRICT;
      g_ptr_array_add (results, found);
    }
}

static const char *
describe_place (KlasterPlaceKind kind)
{
  switch (kind)
    {
    case KLASTER_PLACE_COUNTRY:
      return _("Country");
    case KLASTER_PLACE_REGION:
      return _("Region");
    case KLASTER_PLACE_CAPITAL:
    case KLASTER_PLACE_CITY:
      return _("City");
    case KLASTER_PLACE_TOWN:
      return _("Town");
    case KLASTER_PLACE_WATER:
      return _("Lake or reservoir");
    case KLASTER_PLACE_VILLAGE:
    default:
      return _("Village");
    }
}

static double
get_place_zoom (KlasterPlaceKind kind)
{
  switch (kind)
    {
    case KLASTER_PLACE_COUNTRY:
      return 6;
    case KLASTER_PLACE_REGION:
      return 8;
    case KLASTER_PLACE_CAPITAL:
      return 11;
    case KLASTER_PLACE_CITY:
    case KLASTER_PLACE_TOWN:
    case KLASTER_PLACE_WATER:
    case KLASTER_PLACE_VILLAGE:
    default:
      return 12;
    }
}

static void
find_places (Search     *search,
             GPtrArray  *results,
             const char *needle)
{
  guint n_places;
  const KlasterPlace *places = klaster_basemap_get_places (&n_places);
  guint n = 0;

  for (guint i = 0; i < n_places && n < MAX_PLACES; i++)
    {
      Found *found;

      if (!matches (places[i].names, needle))
        continue;
      found = g_new0 (Found, 1);
      found->title = g_strdup (places[i].names[search->language]);
      found->subtitle = g_strdup (describe_place (places[i].kind));
      found->icon_name = "klaster-go-to-place-symbolic";
      klaster_world_to_lonlat (places[i].position, &found->lon, &found->lat);
      found->zoom = get_place_zoom (places[i].kind);
      g_ptr_array_add (results, found);
      n++;
    }
}

static void
search_cb (GTask        *task,
           gpointer      source_object,
           gpointer      task_data,
           GCancellable *cancellable)
{
  Search *search = task_data;
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (free_found);
  g_autofree char *needle = klaster_text_fold (search->text);

  find_coordinates (search, results);
  if (*needle)
    {
      find_members (search, results, cancellable);
      find_districts (search, results, needle);
      find_places (search, results, needle);
    }
  g_task_return_pointer (task, g_steal_pointer (&results), (GDestroyNotify) g_ptr_array_unref);
}

static GtkWidget *
create_row (Found *found)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (found->title);
  GtkWidget *subtitle = gtk_label_new (found->subtitle);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_ellipsize (GTK_LABEL (subtitle), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (subtitle, "dim-label");
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_box_append (GTK_BOX (lines), title);
  gtk_box_append (GTK_BOX (lines), subtitle);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (found->icon_name));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, found->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, found->subtitle, -1);

  return row;
}

static void start_search (KlasterGoToPopover *self);

static void
searched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  KlasterGoToPopover *self = KLASTER_GO_TO_POPOVER (object);
  Search *search = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) results = g_task_propagate_pointer (G_TASK (result), NULL);
  GtkWidget *child;

  g_clear_object (&self->cancellable);
  if (self->list == NULL)
    return;
  self->index = g_steal_pointer (&search->index);
  if (self->again)
    {
      start_search (self);
      return;
    }

  while ((child = gtk_widget_get_first_child (self->list)))
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  for (guint i = 0; results && i < results->len; i++)
    {
      Found *found = g_ptr_array_index (results, i);
      GtkWidget *row = create_row (found);

      gtk_list_box_append (GTK_LIST_BOX (self->list), row);
      g_object_set_data_full (G_OBJECT (row), "klaster-found", found, free_found);
    }
  if (results)
    g_ptr_array_set_free_func (results, NULL);
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
  gtk_widget_set_visible (self->scroller, results && results->len > 0);
  gtk_widget_set_visible (self->status, !(results && results->len > 0));
  if (*search->text)
    gtk_label_set_text (GTK_LABEL (self->status), _("Nothing of this name is on the map"));
  else
    gtk_label_set_text (GTK_LABEL (self->status), _("A member, a town, or coordinates such as 41.469, 69.582"));
}

static void
start_search (KlasterGoToPopover *self)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  if (self->cancellable)
    {
      self->again = TRUE;
      g_cancellable_cancel (self->cancellable);
      return;
    }

  self->again = FALSE;
  self->cancellable = g_cancellable_new ();
  search = g_new0 (Search, 1);
  search->snapshot = self->snapshot ? klaster_snapshot_ref (self->snapshot) : NULL;
  search->text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  search->language = klaster_language_get_default ();
  if (self->index == NULL)
    self->index = klaster_query_index_new (KLASTER_TABLE_INSTITUTION, search->language);
  search->index = g_steal_pointer (&self->index);
  task = g_task_new (self, self->cancellable, searched_cb, NULL);
  g_task_set_source_tag (task, start_search);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, search, free_search);
  klaster_worker_run_task (task, search_cb);
}

static void
choose (KlasterGoToPopover *self,
        GtkListBoxRow      *row)
{
  Found *found = row ? g_object_get_data (G_OBJECT (row), "klaster-found") : NULL;

  if (found == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, found->lon, found->lat, found->zoom, found->id);
}

static void
row_activated_cb (GtkListBox         *list,
                  GtkListBoxRow      *row,
                  KlasterGoToPopover *self)
{
  choose (self, row);
}

static void
entry_activate_cb (GtkWidget          *entry,
                   KlasterGoToPopover *self)
{
  choose (self, gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)));
}

static void
move_selection (KlasterGoToPopover *self,
                int                 step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  GtkListBoxRow *next =
    gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), row ? gtk_list_box_row_get_index (row) + step : 0);

  if (next)
    gtk_list_box_select_row (GTK_LIST_BOX (self->list), next);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                KlasterGoToPopover    *self)
{
  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_Up)
    {
      move_selection (self, keyval == GDK_KEY_Down ? 1 : -1);
      return TRUE;
    }

  return FALSE;
}

static void
show_cb (KlasterGoToPopover *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_grab_focus (self->entry);
  start_search (self);
}

static void
klaster_go_to_popover_dispose (GObject *object)
{
  KlasterGoToPopover *self = KLASTER_GO_TO_POPOVER (object);

  g_cancellable_cancel (self->cancellable);
  self->list = NULL;
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&self->index, klaster_query_index_free);

  G_OBJECT_CLASS (klaster_go_to_popover_parent_class)->dispose (object);
}

static void
klaster_go_to_popover_finalize (GObject *object)
{
  g_clear_object (&KLASTER_GO_TO_POPOVER (object)->cancellable);

  G_OBJECT_CLASS (klaster_go_to_popover_parent_class)->finalize (object);
}

static void
klaster_go_to_popover_class_init (KlasterGoToPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_go_to_popover_dispose;
  object_class->finalize = klaster_go_to_popover_finalize;

  signals[CHOSEN] =
    g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4,
                  G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_INT64);
}

static void
klaster_go_to_popover_init (KlasterGoToPopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _("Place or coordinates"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Place or coordinates"), -1);
  gtk_widget_set_size_request (self->entry, 300, -1);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (start_search), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (entry_activate_cb), self);
  g_signal_connect_swapped (self->entry, "stop-search", G_CALLBACK (gtk_popover_popdown), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->entry, keys);
  gtk_box_append (GTK_BOX (box), self->entry);

  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Places found"), -1);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), 360);
  gtk_widget_set_visible (self->scroller, FALSE);
  gtk_box_append (GTK_BOX (box), self->scroller);

  self->status = gtk_label_new (_("A member, a town, or coordinates such as 41.469, 69.582"));
  gtk_label_set_wrap (GTK_LABEL (self->status), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->status), 34);
  gtk_label_set_xalign (GTK_LABEL (self->status), 0);
  gtk_widget_add_css_class (self->status, "dim-label");
  gtk_widget_set_margin_start (self->status, 6);
  gtk_widget_set_margin_end (self->status, 6);
  gtk_widget_set_margin_bottom (self->status, 6);
  gtk_box_append (GTK_BOX (box), self->status);

  gtk_popover_set_child (GTK_POPOVER (self), box);
  g_signal_connect (self, "show", G_CALLBACK (show_cb), NULL);
}

/**
 * klaster_go_to_popover_set_snapshot:
 * @self: a popover
 * @snapshot: (nullable): whose members can be found
 */
void
klaster_go_to_popover_set_snapshot (KlasterGoToPopover *self,
                                    KlasterSnapshot    *snapshot)
{
  g_return_if_fail (KLASTER_IS_GO_TO_POPOVER (self));

  if (snapshot)
    klaster_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  self->snapshot = snapshot;
}
