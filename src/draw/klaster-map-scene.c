/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-cooperation.h"
#include "klaster-map-scene-private.h"

/* Levels are made for whole zooms and for the few of printed sheets; equal within this they are the same. */
#define ZOOM_STEP (1 / 4096.0)
/* A level of the largest project is some 10 MB: no more than the zooms in the neighbourhood are kept. */
#define MAX_SLOTS 6

static void
slot_free (gpointer data)
{
  KlasterMapSlot *slot = data;

  g_clear_pointer (&slot->level, klaster_map_level_unref);
  g_mutex_clear (&slot->mutex);
  g_free (slot);
}

static guint64
next_version (void)
{
  static guint64 last; /* guarded by the mutex: there is no atomic 64-bit counter on every machine */
  static GMutex mutex;
  guint64 version;

  g_mutex_lock (&mutex);
  version = ++last;
  g_mutex_unlock (&mutex);
  return version;
}

static gboolean
contains_id (const gint64 *ids,
             guint         n_ids,
             gint64        id)
{
  guint low = 0, high = n_ids;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (ids[middle] < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < n_ids && ids[low] == id;
}

/* Position of @id in the members, KLASTER_NO_INDEX when it is not on the map */
guint32
klaster_map_scene_find_member (const KlasterMapScene *self,
                               gint64                 id)
{
  guint low = 0, high = self->n_members;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->members[middle].id < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_members && self->members[low].id == id ? low : KLASTER_NO_INDEX;
}

guint32
klaster_map_scene_find_link (const KlasterMapScene *self,
                             gint64                 id)
{
  guint low = 0, high = self->n_links;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->links[middle].id < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_links && self->links[low].id == id ? low : KLASTER_NO_INDEX;
}

static void
read_coding (const KlasterMapScene *self,
             KlasterMapMember      *member)
{
  gboolean unknown;

  member->class = (guint8) klaster_coding_get_class (self->coding, member->row);
  member->size = (float) klaster_coding_get_size (self->coding, member->row, &unknown);
  member->unknown_size = unknown;
}

static void
read_appearance (const KlasterMapScene *self,
                 KlasterRow            *row,
                 KlasterMapMember      *member)
{
  int kind = klaster_row_get_token (row, KLASTER_INSTITUTION_KIND);
  int role = klaster_row_get_token (row, KLASTER_INSTITUTION_ROLE);

  *member = (KlasterMapMember) {
    .id = klaster_row_get_id (row),
    .kind = kind < 0 ? KLASTER_KIND_SCHOOL : kind,
    .role = role < 0 ? KLASTER_ROLE_MEMBER : role,
    .attention = -1,
    .row = row,
  };
  read_coding (self, member);
}

gboolean
klaster_map_scene_describe_member (const KlasterMapScene *self,
                                   gint64                 id,
                                   KlasterMapMember      *member)
{
  KlasterRow *row = klaster_snapshot_lookup (self->snapshot, KLASTER_TABLE_INSTITUTION, id);

  if (row != NULL)
    read_appearance (self, row, member);
  return row != NULL;
}

static gboolean
read_member (KlasterMapScene  *self,
             KlasterRow       *row,
             KlasterMapMember *member)
{
  double lon = klaster_row_get_real (row, KLASTER_INSTITUTION_LON);
  double lat = klaster_row_get_real (row, KLASTER_INSTITUTION_LAT);
  KlasterPoint world;

  if (self->plan != NULL)
    {
      if (!klaster_graph_plan_find (self->plan, klaster_row_get_id (row), &world))
        return FALSE;
    }
  else if (isnan (lon) || isnan (lat))
    return FALSE;
  else
    world = klaster_world_from_lonlat (lon, lat);
  read_appearance (self, row, member);
  member->x = world.x;
  member->y = world.y;
  if (self->date != NULL && (self->flags & KLASTER_MAP_BADGES))
    member->attention = (gint8) klaster_institution_get_attention (self->snapshot, member->id, self->date);
  return TRUE;
}

static void
read_members (KlasterMapScene *self,
              GCancellable    *cancellable)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (KlasterMapMember));
  g_autoptr (GArray) unplaced = g_array_new (FALSE, FALSE, sizeof (gint64));
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, self->snapshot, KLASTER_TABLE_INSTITUTION);
  for (guint i = 0; klaster_row_iter_next (&iter, &row); i++)
    {
      gint64 id = klaster_row_get_id (row);
      KlasterMapMember member;

      if (i % 1024 == 0 && g_cancellable_is_cancelled (cancellable))
        break;
      /* In the graph everybody has a place. */
      if (self->plan == NULL
          && (klaster_row_is_null (row, KLASTER_INSTITUTION_LON) || klaster_row_is_null (row, KLASTER_INSTITUTION_LAT)))
        g_array_append_val (unplaced, id);
      else if ((!self->has_filter || contains_id (self->filter, self->n_filter, id))
               && read_member (self, row, &member))
        g_array_append_val (members, member);
    }
  self->n_members = members->len;
  self->members = (KlasterMapMember *) (gpointer) g_array_free (g_steal_pointer (&members), FALSE);
  self->n_unplaced = unplaced->len;
  self->unplaced = (gint64 *) (gpointer) g_array_free (g_steal_pointer (&unplaced), FALSE);
  if (self->date == NULL)
    return;
  klaster_row_iter_init (&iter, self->snapshot, KLASTER_TABLE_LABORATORY);
  while (klaster_row_iter_next (&iter, &row))
    {
      gint64 id = klaster_row_get_integer (row, KLASTER_LABORATORY_INSTITUTION_ID);
      guint32 member = klaster_map_scene_find_member (self, id);

      if (member != KLASTER_NO_INDEX && !self->members[member].laboratory)
        self->members[member].laboratory = klaster_institution_has_laboratory (self->snapshot, id, self->date);
    }
}

/* The orientation that holds: what nobody has set is what is proposed for the two. */
static guint8
find_orientation (KlasterMapScene  *self,
                  const KlasterRow *cooperation,
                  const KlasterRow *from,
                  const KlasterRow *to)
{
  int orientation = klaster_row_get_token (cooperation, KLASTER_COOPERATION_ORIENTATION);
  const char *proposed;

  if (orientation >= 0)
    return (guint8) orientation;

  proposed = klaster_cooperation_propose_orientation (self->snapshot, from, to);
  orientation = proposed ? klaster_tokens_find (klaster_schema_get_tokens ("orientations"), proposed) : -1;

  return orientation < 0 ? KLASTER_ORIENTATION_UNKNOWN : (guint8) orientation;
}

/* Most have no agreement behind them: those cost one look. */
static gboolean
needs_attention (KlasterMapScene      *self,
                 const KlasterMapLink *link)
{
  return self->date != NULL && (self->flags & KLASTER_MAP_BADGES) && link->status == KLASTER_LINK_ACTIVE
         && klaster_snapshot_count_referrers (self->snapshot, KLASTER_TABLE_COOPERATION_AGREEMENT,
                                              KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID, link->id) > 0
         && klaster_cooperation_is_uncovered (self->snapshot, link->id, self->date);
}

static void
read_links (KlasterMapScene *self,
            GCancellable    *cancellable)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (KlasterMapLink));
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, self->snapshot, KLASTER_TABLE_COOPERATION);
  for (guint i = 0; (self->flags & KLASTER_MAP_LINKS) && klaster_row_iter_next (&iter, &row); i++)
    {
      guint32 from = klaster_map_scene_find_member (self, klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID));
      guint32 to = klaster_map_scene_find_member (self, klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID));
      int status = klaster_scope_filter_get_status (self->scope, row);
      KlasterMapLink link = {
        .id = klaster_row_get_id (row),
        .from = from,
        .to = to,
        .status = status < 0 ? KLASTER_LINK_UNKNOWN : status,
        .strength = (guint8) CLAMP (klaster_row_get_integer (row, KLASTER_COOPERATION_STRENGTH), 0, 5),
        .directed = klaster_row_get_integer (row, KLASTER_COOPERATION_DIRECTED) != 0,
      };

      if (i % 1024 == 0 && g_cancellable_is_cancelled (cancellable))
        break;
      if (from == KLASTER_NO_INDEX || to == KLASTER_NO_INDEX || from == to)
        continue;
      if (link.status == KLASTER_LINK_ENDED && !(self->flags & KLASTER_MAP_ENDED_LINKS))
        continue;
      if (!klaster_scope_filter_passes (self->scope, self->snapshot, row, self->members[from].row, self->members[to].row))
        continue;
      link.orientation = find_orientation (self, row, self->members[from].row, self->members[to].row);
      link.attention = needs_attention (self, &link);
      self->members[from].n_links++;
      self->members[to].n_links++;
      g_array_append_val (links, link);
    }
  self->n_links = links->len;
  self->links = (KlasterMapLink *) (gpointer) g_array_free (g_steal_pointer (&links), FALSE);
}

static int
compare_rank (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  const KlasterMapMember *members = data;
  const KlasterMapMember *first = &members[*(const guint32 *) a], *second = &members[*(const guint32 *) b];
  int difference = (int) first->role - (int) second->role;

  if (difference == 0)
    difference = (first->n_links < second->n_links) - (first->n_links > second->n_links);
  if (difference == 0)
    difference = (first->id > second->id) - (first->id < second->id);
  return difference;
}

static void
make_orders (KlasterMapScene *self)
{
  guint32 *fill;

  self->ranked = g_new (guint32, self->n_members + 1);
  for (guint i = 0; i < self->n_members; i++)
    self->ranked[i] = i;
  g_qsort_with_data (self->ranked, (gint) self->n_members, sizeof *self->ranked, compare_rank, self->members);
  self->adjacency_starts = g_new0 (guint32, self->n_members + 2);
  self->adjacency = g_new (guint32, 2 * self->n_links + 1);
  for (guint i = 0; i < self->n_members; i++)
    self->adjacency_starts[i + 1] = self->adjacency_starts[i] + self->members[i].n_links;
  fill = g_memdup2 (self->adjacency_starts, (self->n_members + 1) * sizeof *fill);
  for (guint i = 0; i < self->n_links; i++)
    {
      self->adjacency[fill[self->links[i].from]++] = i;
      self->adjacency[fill[self->links[i].to]++] = i;
    }
  g_free (fill);
}

/**
 * klaster_map_options_copy:
 * @to: (out): owns what it points to
 * @from: options
 */
void
klaster_map_options_copy (KlasterMapOptions       *to,
                          const KlasterMapOptions *from)
{
  *to = *from;
  /* An empty filter is a filter that nothing passes: keep it apart from none. */
  if (from->filter != NULL)
    to->filter = from->n_filter > 0 ? g_memdup2 (from->filter, sizeof (gint64) * from->n_filter) : g_new0 (gint64, 1);
  to->date = g_strdup (from->date);
  if (to->overlay != NULL)
    klaster_geometry_ref (to->overlay);
  if (to->scope != NULL)
    klaster_scope_filter_ref (to->scope);
  if (to->plan != NULL)
    klaster_graph_plan_ref (to->plan);
}

/**
 * klaster_map_options_clear:
 * @options: made by klaster_map_options_copy()
 */
void
klaster_map_options_clear (KlasterMapOptions *options)
{
  g_free ((gpointer) options->filter);
  g_free ((gpointer) options->date);
  g_clear_pointer (&options->overlay, klaster_geometry_unref);
  g_clear_pointer (&options->scope, klaster_scope_filter_unref);
  g_clear_pointer (&options->plan, klaster_graph_plan_unref);
  options->filter = NULL;
  options->date = NULL;
}

static KlasterMapScene *
scene_alloc (KlasterSnapshot         *snapshot,
             const KlasterMapOptions *options)
{
  KlasterMapScene *self = g_new0 (KlasterMapScene, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->version = next_version ();
  self->slots = g_ptr_array_new_with_free_func (slot_free);
  self->snapshot = klaster_snapshot_ref (snapshot);
  self->style = options->style;
  self->palette = klaster_palette_get (&self->style);
  self->flags = options->flags;
  self->has_filter = options->filter != NULL;
  self->n_filter = options->n_filter;
  self->filter = g_memdup2 (options->filter, options->n_filter * sizeof (gint64));
  self->date = g_strdup (options->date);
  self->overlay = options->overlay != NULL ? klaster_geometry_ref (options->overlay) : NULL;
  self->scope = options->scope != NULL ? klaster_scope_filter_ref (options->scope) : NULL;
  self->plan = options->plan != NULL ? klaster_graph_plan_ref (options->plan) : NULL;
  self->coding = klaster_coding_new (snapshot, options->color_by, options->size_by, self->scope,
                                     (self->flags & KLASTER_MAP_ENDED_LINKS) != 0, &self->style);
  self->seen = options->seen;
  self->seen_zoom = options->seen_zoom;
  return self;
}

/* Copies all but what is derived from members and links. */
static void
copy_content (KlasterMapScene       *self,
              const KlasterMapScene *from)
{
  self->n_members = from->n_members;
  self->members = g_memdup2 (from->members, from->n_members * sizeof *from->members);
  self->n_links = from->n_links;
  self->links = g_memdup2 (from->links, from->n_links * sizeof *from->links);
  self->n_unplaced = from->n_unplaced;
  self->unplaced = g_memdup2 (from->unplaced, from->n_unplaced * sizeof *from->unplaced);
}

/* Options that make a scene like @self, which keeps what they point to. */
static KlasterMapOptions
get_options (const KlasterMapScene *self)
{
  static const gint64 nothing[1] = { 0 };

  return (KlasterMapOptions) {
    .style = self->style,
    .flags = self->flags,
    /* An empty filter is a filter. */
    .filter = !self->has_filter ? NULL : self->n_filter > 0 ? self->filter : nothing,
    .n_filter = self->n_filter,
    .date = self->date,
    .overlay = self->overlay,
    .scope = self->scope,
    .plan = self->plan,
    .color_by = klaster_coding_get_color_by (self->coding),
    .size_by = klaster_coding_get_size_by (self->coding),
    .seen = self->seen,
    .seen_zoom = self->seen_zoom,
  };
}

/**
 * klaster_map_scene_new:
 * @snapshot: what to show
 * @options: how
 * @cancellable: (nullable): checked every thousand rows
 *
 * O(members · log members + links · log members). Any thread; for large projects not the main one.
 *
 * Returns: (transfer full) (nullable): the scene; %NULL only when cancelled
 */
KlasterMapScene *
klaster_map_scene_new (KlasterSnapshot         *snapshot,
                       const KlasterMapOptions *options,
                       GCancellable            *cancellable)
{
  KlasterMapScene *self;

  g_return_val_if_fail (snapshot != NULL && options != NULL, NULL);

  self = scene_alloc (snapshot, options);
  read_members (self, cancellable);
  read_links (self, cancellable);
  make_orders (self);
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&self, klaster_map_scene_unref);
  return self;
}

/**
 * klaster_map_scene_ref:
 * @self: a scene
 *
 * Returns: (transfer full): @self
 */
KlasterMapScene *
klaster_map_scene_ref (KlasterMapScene *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * klaster_map_scene_unref:
 * @self: (transfer full): a scene
 */
void
klaster_map_scene_unref (KlasterMapScene *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->slots);
  g_mutex_clear (&self->mutex);
  klaster_snapshot_unref (self->snapshot);
  g_clear_pointer (&self->overlay, klaster_geometry_unref);
  g_clear_pointer (&self->scope, klaster_scope_filter_unref);
  g_clear_pointer (&self->plan, klaster_graph_plan_unref);
  klaster_coding_unref (self->coding);
  g_free (self->filter);
  g_free (self->date);
  g_free (self->members);
  g_free (self->links);
  g_free (self->ranked);
  g_free (self->adjacency);
  g_free (self->adjacency_starts);
  g_free (self->unplaced);
  g_free (self);
}

/* Whether anything that a member's badge or flask is derived from may have changed */
static gboolean
changes_derived (const KlasterDelta *delta)
{
  for (guint i = 0; i < klaster_delta_get_n_changes (delta); i++)
    {
      KlasterTable table = klaster_delta_get_change (delta, i)->table;

      if (table != KLASTER_TABLE_INSTITUTION && table != KLASTER_TABLE_COOPERATION && table != KLASTER_TABLE_NOTE)
        return TRUE;
    }
  return FALSE;
}

/* What is proposed for a member's links follows from its kind and its field. */
static gboolean
changes_orientation (const KlasterRowChange *change)
{
  static const guint columns[] = { KLASTER_INSTITUTION_KIND, KLASTER_INSTITUTION_SPECIALISATION };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (!klaster_value_equal (klaster_row_get_value (change->before, columns[i]),
                              klaster_row_get_value (change->after, columns[i])))
      return TRUE;

  return FALSE;
}

/* Whether members or links come or go, or links change: then all orders change and reading anew costs little more. */
static gboolean
changes_structure (KlasterMapScene    *self,
                   const KlasterDelta *delta)
{
  for (guint i = 0; i < klaster_delta_get_n_changes (delta); i++)
    {
      const KlasterRowChange *change = klaster_delta_get_change (delta, i);

      if (change->table == KLASTER_TABLE_COOPERATION || change->table == KLASTER_TABLE_CONTRIBUTION)
        return TRUE;
      if (change->table == KLASTER_TABLE_INSTITUTION
          && (change->before == NULL || change->after == NULL
              || klaster_row_is_null (change->before, KLASTER_INSTITUTION_LON)
                   != klaster_row_is_null (change->after, KLASTER_INSTITUTION_LON)
              || klaster_row_is_null (change->before, KLASTER_INSTITUTION_LAT)
                   != klaster_row_is_null (change->after, KLASTER_INSTITUTION_LAT)
              || changes_orientation (change)))
        return TRUE;
    }
  return FALSE;
}

/**
 * klaster_map_scene_update:
 * @self: the scene before
 * @snapshot: the snapshot after
 * @delta: what lies between them
 *
 * The same options as @self. When only fields of members changed (moved, renamed), everything but those is copied;
 * otherwise the scene is read anew, which takes about 0.1 s for 50,000 members and 200,000 links. Any thread.
 *
 * Returns: (transfer full): the scene after
 */
KlasterMapScene *
klaster_map_scene_update (KlasterMapScene    *self,
                          KlasterSnapshot    *snapshot,
                          const KlasterDelta *delta)
{
  KlasterMapOptions options = get_options (self);
  KlasterMapScene *after;

  if (changes_structure (self, delta) || (self->date != NULL && changes_derived (delta)))
    return klaster_map_scene_new (snapshot, &options, NULL);
  after = scene_alloc (snapshot, &options);
  copy_content (after, self);
  for (guint i = 0; i < klaster_delta_get_n_changes (delta); i++)
    {
      const KlasterRowChange *change = klaster_delta_get_change (delta, i);
      guint32 index;

      if (change->table != KLASTER_TABLE_INSTITUTION)
        continue;
      index = klaster_map_scene_find_member (after, change->id);
      if (index != KLASTER_NO_INDEX)
        {
          guint32 n_links = after->members[index].n_links;
          guint8 laboratory = after->members[index].laboratory;

          read_member (after, klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, change->id),
                       &after->members[index]);
          after->members[index].n_links = n_links;
          after->members[index].laboratory = laboratory;
        }
    }
  /* One number may change the classes of all. */
  for (guint i = 0; i < after->n_members; i++)
    read_coding (after, &after->members[i]);
  make_orders (after);
  return after;
}

/**
 * klaster_map_scene_with_seen:
 * @self: a scene of a map
 * @zoom: zoom at which a part of it is seen; 0: any
 * @seen: that part, pixels of the plane at @zoom
 *
 * At @zoom no name is cut by the edges of @seen: it goes to another side of what it names, is shortened, or left out. Levels
 * of other zooms are shared with @self. O(members + links). Any thread.
 *
 * Returns: (transfer full): a scene that is the same but for names
 */
KlasterMapScene *
klaster_map_scene_with_seen (KlasterMapScene   *self,
                             double             zoom,
                             const KlasterRect *seen)
{
  KlasterMapOptions options;
  KlasterMapScene *after;

  g_return_val_if_fail (self != NULL && seen != NULL, NULL);

  options = get_options (self);
  options.seen = *seen;
  options.seen_zoom = zoom;
  after = scene_alloc (self->snapshot, &options);
  copy_content (after, self);
  make_orders (after);
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->slots->len; i++)
    {
      KlasterMapSlot *slot = self->slots->pdata[i], *copy;

      if (!slot->ready || fabs (slot->zoom - zoom) < ZOOM_STEP || fabs (slot->zoom - self->seen_zoom) < ZOOM_STEP)
        continue;
      copy = g_new0 (KlasterMapSlot, 1);
      g_mutex_init (&copy->mutex);
      copy->zoom = slot->zoom;
      copy->ready = TRUE;
      copy->level = klaster_map_level_ref (slot->level);
      g_ptr_array_add (after->slots, copy);
    }
  g_mutex_unlock (&self->mutex);
  return after;
}

/**
 * klaster_map_scene_cuts_names:
 * @self: a scene
 * @zoom: zoom
 * @seen: a part of it, pixels of the plane at @zoom
 *
 * O(names). Any thread; see klaster_map_scene_is_prepared().
 *
 * Returns: whether there are names that are seen in part
 */
gboolean
klaster_map_scene_cuts_names (KlasterMapScene   *self,
                              double             zoom,
                              const KlasterRect *seen)
{
  KlasterMapLevel *level = klaster_map_scene_get_level (self, zoom);
  gboolean cuts = FALSE;

  for (guint i = 0; i < level->n_labels && !cuts; i++)
    cuts = klaster_map_level_cuts (seen, &level->labels[i].rect);
  klaster_map_level_unref (level);
  return cuts;
}

/**
 * klaster_map_scene_get_level:
 * @self: a scene
 * @zoom: zoom
 *
 * Makes it if need be; threads that ask for the same one meanwhile wait for it.
 *
 * Returns: (transfer full): what depends on @zoom
 */
KlasterMapLevel *
klaster_map_scene_get_level (KlasterMapScene *self,
                             double           zoom)
{
  KlasterMapSlot *slot = NULL;
  KlasterMapLevel *level;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->slots->len && slot == NULL; i++)
    {
      KlasterMapSlot *candidate = self->slots->pdata[i];

      if (fabs (candidate->zoom - zoom) < ZOOM_STEP)
        slot = candidate;
    }
  if (slot == NULL)
    {
      slot = g_new0 (KlasterMapSlot, 1);
      g_mutex_init (&slot->mutex);
      slot->zoom = zoom;
      g_ptr_array_add (self->slots, slot);
    }
  slot->n_users++;
  g_mutex_unlock (&self->mutex);

  g_mutex_lock (&slot->mutex);
  if (slot->level == NULL)
    slot->level = klaster_map_level_new (self, zoom);
  level = klaster_map_level_ref (slot->level);
  g_mutex_unlock (&slot->mutex);

  g_mutex_lock (&self->mutex);
  slot->n_users--;
  slot->ready = TRUE;
  for (guint i = 0; i < self->slots->len && self->slots->len > MAX_SLOTS; i++)
    {
      KlasterMapSlot *old = self->slots->pdata[i];

      if (old->n_users == 0 && fabs (old->zoom - zoom) > 1.5)
        g_ptr_array_remove_index (self->slots, i--);
    }
  g_mutex_unlock (&self->mutex);
  return level;
}

/**
 * klaster_map_scene_prepare:
 * @self: a scene
 * @zoom: zoom
 */
void
klaster_map_scene_prepare (KlasterMapScene *self,
                           double           zoom)
{
  klaster_map_level_unref (klaster_map_scene_get_level (self, zoom));
}

/**
 * klaster_map_scene_is_prepared:
 * @self: a scene
 * @zoom: zoom
 *
 * Returns: whether drawing and picking at @zoom needs to make nothing first
 */
gboolean
klaster_map_scene_is_prepared (KlasterMapScene *self,
                               double           zoom)
{
  gboolean prepared = FALSE;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->slots->len; i++)
    {
      KlasterMapSlot *slot = self->slots->pdata[i];

      if (fabs (slot->zoom - zoom) < ZOOM_STEP)
        prepared = slot->ready;
    }
  g_mutex_unlock (&self->mutex);
  return prepared;
}

/**
 * klaster_map_scene_get_coding:
 * @self: a scene
 *
 * Returns: (transfer none): what colours and sizes of members mean
 */
KlasterCoding *
klaster_map_scene_get_coding (const KlasterMapScene *self)
{
  return self->coding;
}

/**
 * klaster_map_scene_get_plan:
 * @self: a scene
 *
 * Returns: (transfer none) (nullable): the graph that it shows
 */
KlasterGraphPlan *
klaster_map_scene_get_plan (const KlasterMapScene *self)
{
  return self->plan;
}

/**
 * klaster_map_scene_get_symbol_size:
 * @self: a scene
 * @member: one of its members
 * @zoom: zoom
 *
 * Returns: diameter in logical pixels
 */
double
klaster_map_scene_get_symbol_size (const KlasterMapScene  *self,
                                   const KlasterMapMember *member,
                                   double                  zoom)
{
  if (member->size > 0)
    return member->size * self->style.text_scale;
  /* The graph's own zoom is one at which there is room for full symbols. */
  return klaster_symbol_get_map_size (member->role, self->plan != NULL ? zoom + 13 - KLASTER_GRAPH_ZOOM : zoom,
                                      &self->style);
}

/**
 * klaster_map_scene_get_version:
 * @self: a scene
 *
 * Returns: a number that no other scene of the process has
 */
guint64
klaster_map_scene_get_version (const KlasterMapScene *self)
{
  return self->version;
}

/**
 * klaster_map_scene_get_snapshot:
 * @self: a scene
 *
 * Returns: (transfer none): what it was made from
 */
KlasterSnapshot *
klaster_map_scene_get_snapshot (const KlasterMapScene *self)
{
  return self->snapshot;
}

/**
 * klaster_map_scene_get_n_members:
 * @self: a scene
 *
 * Returns: members on the map
 */
guint
klaster_map_scene_get_n_members (const KlasterMapScene *self)
{
  return self->n_members;
}

/**
 * klaster_map_scene_get_n_links:
 * @self: a scene
 *
 * Returns: links both of whose ends are on the map
 */
guint
klaster_map_scene_get_n_links (const KlasterMapScene *self)
{
  return self->n_links;
}

/**
 * klaster_map_scene_get_unplaced:
 * @self: a scene
 * @n_ids: (out): their number
 *
 * Returns: (transfer none) (array length=n_ids): members that have no position, whatever the filter, ascending
 */
const gint64 *
klaster_map_scene_get_unplaced (const KlasterMapScene *self,
                                guint                 *n_ids)
{
  *n_ids = self->n_unplaced;
  return self->unplaced;
}

/**
 * klaster_map_scene_get_position:
 * @self: a scene
 * @id: an institution
 * @position: (out) (optional): world coordinates
 *
 * Returns: whether it is on the map
 */
gboolean
klaster_map_scene_get_position (KlasterMapScene *self,
                                gint64           id,
                                KlasterPoint    *position)
{
  guint32 index = klaster_map_scene_find_member (self, id);

  if (index == KLASTER_NO_INDEX)
    return FALSE;
  if (position != NULL)
    *position = (KlasterPoint) { self->members[index].x, self->members[index].y };
  return TRUE;
}

/**
 * klaster_map_scene_get_bounds:
 * @self: a scene
 * @ids: (nullable) (array length=n_ids): institutions; %NULL: all
 * @n_ids: their number
 * @bounds: (out): world coordinates
 *
 * Returns: whether any of them is on the map
 */
gboolean
klaster_map_scene_get_bounds (KlasterMapScene *self,
                              const gint64    *ids,
                              guint            n_ids,
                              KlasterRect     *bounds)
{
  *bounds = KLASTER_RECT_EMPTY;
  for (guint i = 0; i < (ids != NULL ? n_ids : self->n_members); i++)
    {
      guint32 index = ids != NULL ? klaster_map_scene_find_member (self, ids[i]) : i;

      if (index != KLASTER_NO_INDEX)
        klaster_rect_add_point (bounds, self->members[index].x, self->members[index].y);
    }
  return !klaster_rect_is_empty (bounds);
}
