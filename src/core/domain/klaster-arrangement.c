/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "klaster-arrangement.h"
#include "klaster-language.h"
#include "klaster-snapshot-private.h"

/* From one member of a column to the next: a symbol, three lines of its name, and some room */
#define ROW_HEIGHT 76.0
#define COLUMN_WIDTH (KLASTER_LAYOUT_LABEL_WIDTH + 6)

/* With more changes at once looking at each takes longer than a picture that turns out to be the same. */
#define MAX_CHANGES 500

static int
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  const KlasterLayoutPosition *first = a, *second = b;

  return (first->id > second->id) - (first->id < second->id);
}

static gboolean
is_pinned (const KlasterRow *row)
{
  return klaster_row_get_integer (row, KLASTER_LAYOUT_PINNED) == 1;
}

/**
 * klaster_arrangement_list:
 * @snapshot: a snapshot
 * @kind: a view of the graph
 * @n_positions: (out): their number
 *
 * Returns: (transfer full) (array length=n_positions): the places that are kept, ascending by member, each member once
 */
KlasterLayoutPosition *
klaster_arrangement_list (KlasterSnapshot   *snapshot,
                          KlasterLayoutKind  kind,
                          guint             *n_positions)
{
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (KlasterLayoutPosition));
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;
  KlasterLayoutPosition *list;

  g_return_val_if_fail (snapshot != NULL && n_positions != NULL, NULL);

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_LAYOUT);
  while (klaster_row_iter_next (&iter, &row))
    if (klaster_row_get_token (row, KLASTER_LAYOUT_KIND) == (int) kind)
      {
        KlasterLayoutPosition position = { klaster_row_get_integer (row, KLASTER_LAYOUT_INSTITUTION_ID),
                                           klaster_row_get_real (row, KLASTER_LAYOUT_X),
                                           klaster_row_get_real (row, KLASTER_LAYOUT_Y), is_pinned (row) };

        g_array_append_val (positions, position);
      }
  g_array_sort (positions, compare_positions);
  list = (KlasterLayoutPosition *) (gpointer) positions->data;
  /* No edit of ours leaves a member twice; a file from a stranger may. */
  for (guint i = 0; i < positions->len; i++)
    if (n == 0 || list[n - 1].id != list[i].id)
      list[n++] = list[i];
  *n_positions = n;

  return (KlasterLayoutPosition *) (gpointer) g_array_free (g_steal_pointer (&positions), FALSE);
}

/**
 * klaster_arrangement_find:
 * @snapshot: a snapshot
 * @kind: a view of the graph
 * @institution_id: a member
 *
 * Returns: (transfer none) (nullable): the row of `layout` that keeps its place
 */
KlasterRow *
klaster_arrangement_find (KlasterSnapshot   *snapshot,
                          KlasterLayoutKind  kind,
                          gint64             institution_id)
{
  KlasterReferrerIter iter;
  KlasterRow *row;

  g_return_val_if_fail (snapshot != NULL, NULL);

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_LAYOUT, KLASTER_LAYOUT_INSTITUTION_ID, institution_id);
  while (klaster_referrer_iter_next (&iter, &row))
    if (klaster_row_get_token (row, KLASTER_LAYOUT_KIND) == (int) kind)
      return row;

  return NULL;
}

static gboolean
differs (const KlasterRowChange *change,
         const guint            *columns,
         guint                   n_columns)
{
  if (change->before == NULL || change->after == NULL)
    return TRUE;
  for (guint i = 0; i < n_columns; i++)
    if (!klaster_value_equal (klaster_row_get_value (change->before, columns[i]),
                              klaster_row_get_value (change->after, columns[i])))
      return TRUE;

  return FALSE;
}

/**
 * klaster_arrangement_is_changed:
 * @delta: what an edit changed
 *
 * Returns: whether the graph has to be laid out again; places that are kept are not looked at
 */
gboolean
klaster_arrangement_is_changed (const KlasterDelta *delta)
{
  static const guint member_columns[] = { KLASTER_INSTITUTION_KIND, KLASTER_INSTITUTION_ROLE, KLASTER_INSTITUTION_LON,
                                          KLASTER_INSTITUTION_LAT };
  static const guint link_columns[] = { KLASTER_COOPERATION_FROM_ID, KLASTER_COOPERATION_TO_ID, KLASTER_COOPERATION_STATUS };
  guint n;

  g_return_val_if_fail (delta != NULL, FALSE);

  if (!klaster_delta_touches (delta, KLASTER_TABLE_INSTITUTION) && !klaster_delta_touches (delta, KLASTER_TABLE_COOPERATION))
    return FALSE;
  n = klaster_delta_get_n_changes (delta);
  if (n > MAX_CHANGES)
    return TRUE;
  for (guint i = 0; i < n; i++)
    {
      const KlasterRowChange *change = klaster_delta_get_change (delta, i);

      if (change->table == KLASTER_TABLE_INSTITUTION && differs (change, member_columns, G_N_ELEMENTS (member_columns)))
        return TRUE;
      if (change->table == KLASTER_TABLE_COOPERATION && differs (change, link_columns, G_N_ELEMENTS (link_columns)))
        return TRUE;
    }

  return FALSE;
}

static char *
describe (KlasterSnapshot *snapshot,
          gint64           institution_id)
{
  KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, institution_id);

  return row ? klaster_record_describe (snapshot, row, klaster_language_get_default ()) : g_strdup ("");
}

static KlasterEdit *
finish_edit (KlasterSnapshot *snapshot,
             KlasterEdit     *edit,
             guint            n_members,
             gint64           only_id,
             const char      *single,
             const char      *plural)
{
  g_autofree char *label = NULL;

  if (n_members == 0)
    {
      klaster_edit_unref (edit);
      return NULL;
    }
  if (n_members == 1)
    {
      g_autofree char *name = describe (snapshot, only_id);

      label = g_strdup_printf (_(single), name);
    }
  else
    label = g_strdup_printf (plural, n_members);
  klaster_edit_set_label (edit, label);

  return edit;
}

/* The number of a new place follows from whose it is: two copies of a project that keep a place each on their own keep the
 * same row. The mixing is that of splitmix64; a number that is taken all the same gives way to a random one. */
static gint64
make_id (KlasterSnapshot   *snapshot,
         KlasterLayoutKind  kind,
         gint64             institution_id)
{
  guint64 number = (guint64) institution_id * KLASTER_N_LAYOUTS + kind;
  gint64 id;

  number = (number ^ number >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  number = (number ^ number >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  id = (gint64) ((number ^ number >> 31) & KLASTER_ID_MAX);
  while (id == 0 || klaster_snapshot_lookup (snapshot, KLASTER_TABLE_LAYOUT, id))
    id = klaster_id_new ();

  return id;
}

/**
 * klaster_arrangement_edit_pin:
 * @snapshot: a snapshot
 * @kind: a view of the graph
 * @positions: (array length=n_positions): members and where each shall stay, each once
 * @n_positions: their number
 *
 * Returns: (transfer full) (nullable): an edit that pins them there; %NULL when all of them lie there already
 */
KlasterEdit *
klaster_arrangement_edit_pin (KlasterSnapshot             *snapshot,
                              KlasterLayoutKind            kind,
                              const KlasterLayoutPosition *positions,
                              guint                        n_positions)
{
  const char *token;
  KlasterEdit *edit;
  gint64 last = 0;
  guint n = 0, n_moved = 0;

  g_return_val_if_fail (snapshot != NULL && kind < KLASTER_N_LAYOUTS, NULL);

  token = klaster_schema_get_tokens ("graph_views")[kind];
  edit = klaster_edit_new ("");
  for (guint i = 0; i < n_positions; i++)
    {
      const KlasterLayoutPosition *position = &positions[i];
      KlasterRow *row = klaster_arrangement_find (snapshot, kind, position->id);
      gint64 id = row ? klaster_row_get_id (row) : 0;

      if (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, position->id) == NULL
          || (row && is_pinned (row) && klaster_row_get_real (row, KLASTER_LAYOUT_X) == position->x
              && klaster_row_get_real (row, KLASTER_LAYOUT_Y) == position->y))
        continue;
      if (row == NULL)
        {
          id = make_id (snapshot, kind, position->id);
          klaster_edit_insert_with_id (edit, KLASTER_TABLE_LAYOUT, id);
          klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_INSTITUTION_ID, KLASTER_INTEGER (position->id));
          klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_KIND, KLASTER_TEXT (token));
        }
      klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_X, KLASTER_REAL (position->x));
      klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_Y, KLASTER_REAL (position->y));
      klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_PINNED, KLASTER_INTEGER (1));
      n_moved += row && is_pinned (row);
      last = position->id;
      n++;
    }

  if (n_moved == n)
    /* Translators: an entry in the list of edits that can be undone; %s is an institution */
    return finish_edit (snapshot, edit, n, last, N_("Move “%s” in the graph"),
                        ngettext ("Move %u member in the graph", "Move %u members in the graph", n));

  /* Translators: an entry in the list of edits that can be undone; %s is an institution */
  return finish_edit (snapshot, edit, n, last, N_("Pin “%s” in the graph"),
                      ngettext ("Pin %u member in the graph", "Pin %u members in the graph", n));
}

/**
 * klaster_arrangement_edit_unpin:
 * @snapshot: a snapshot
 * @kind: a view of the graph
 * @ids: (nullable) (array length=n_ids): members; %NULL: all that are pinned
 * @n_ids: their number
 *
 * Returns: (transfer full) (nullable): an edit after which the program chooses their places again; %NULL when none of them
 *   is pinned
 */
KlasterEdit *
klaster_arrangement_edit_unpin (KlasterSnapshot   *snapshot,
                                KlasterLayoutKind  kind,
                                const gint64      *ids,
                                guint              n_ids)
{
  g_autofree KlasterLayoutPosition *kept = NULL;
  KlasterEdit *edit;
  gint64 last = 0;
  guint n_kept = 0, n = 0;

  g_return_val_if_fail (snapshot != NULL && kind < KLASTER_N_LAYOUTS, NULL);

  edit = klaster_edit_new ("");
  if (ids == NULL)
    kept = klaster_arrangement_list (snapshot, kind, &n_kept);
  for (guint i = 0; i < (ids ? n_ids : n_kept); i++)
    {
      gint64 id = ids ? ids[i] : kept[i].id;
      KlasterRow *row = klaster_arrangement_find (snapshot, kind, id);

      if (row == NULL || !is_pinned (row))
        continue;
      klaster_edit_delete (edit, KLASTER_TABLE_LAYOUT, klaster_row_get_id (row));
      last = id;
      n++;
    }

  /* Translators: an entry in the list of edits that can be undone; %s is an institution */
  return finish_edit (snapshot, edit, n, last, N_("Unpin “%s” in the graph"),
                      ngettext ("Unpin %u member in the graph", "Unpin %u members in the graph", n));
}

/**
 * klaster_arrangement_edit_again:
 * @snapshot: a snapshot
 * @kind: a view of the graph
 *
 * Returns: (transfer full) (nullable): an edit that forgets all places but pins; %NULL when there are none
 */
KlasterEdit *
klaster_arrangement_edit_again (KlasterSnapshot   *snapshot,
                                KlasterLayoutKind  kind)
{
  g_autoptr (KlasterEdit) edit = NULL;
  KlasterRowIter iter;
  KlasterRow *row;

  g_return_val_if_fail (snapshot != NULL && kind < KLASTER_N_LAYOUTS, NULL);

  /* Translators: an entry in the list of edits that can be undone */
  edit = klaster_edit_new (_("Arrange the graph again"));
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_LAYOUT);
  while (klaster_row_iter_next (&iter, &row))
    if (klaster_row_get_token (row, KLASTER_LAYOUT_KIND) == (int) kind && !is_pinned (row))
      klaster_edit_delete (edit, KLASTER_TABLE_LAYOUT, klaster_row_get_id (row));

  return klaster_edit_get_n_changes (edit) > 0 ? g_steal_pointer (&edit) : NULL;
}

static int
compare_across (gconstpointer a,
                gconstpointer b)
{
  const KlasterLayoutPosition *first = a, *second = b;

  return first->x != second->x ? (first->x > second->x) - (first->x < second->x) : compare_positions (a, b);
}

static int
compare_down (gconstpointer a,
              gconstpointer b)
{
  const KlasterLayoutPosition *first = a, *second = b;

  return first->y != second->y ? (first->y > second->y) - (first->y < second->y) : compare_positions (a, b);
}

/**
 * klaster_arrangement_align:
 * @positions: (array length=n_positions) (inout): members and where they lie; sorted along the line afterwards
 * @n_positions: their number
 * @in_column: whether one is to stand below the other; otherwise side by side
 *
 * Puts them on one line through their middle, in the order in which they lie, as far apart as their names need.
 */
void
klaster_arrangement_align (KlasterLayoutPosition *positions,
                           guint                  n_positions,
                           gboolean               in_column)
{
  double gap = in_column ? ROW_HEIGHT : COLUMN_WIDTH, line = 0, middle = 0, new_middle = 0;

  if (n_positions == 0)
    return;

  qsort (positions, n_positions, sizeof *positions, in_column ? compare_down : compare_across);
  for (guint i = 0; i < n_positions; i++)
    {
      line += (in_column ? positions[i].x : positions[i].y) / n_positions;
      middle += (in_column ? positions[i].y : positions[i].x) / n_positions;
    }
  for (guint i = 0; i < n_positions; i++)
    {
      double *along = in_column ? &positions[i].y : &positions[i].x;

      if (i > 0)
        *along = MAX (*along, (in_column ? positions[i - 1].y : positions[i - 1].x) + gap);
      new_middle += *along / n_positions;
    }
  for (guint i = 0; i < n_positions; i++)
    {
      double *along = in_column ? &positions[i].y : &positions[i].x;

      *along = round ((*along + middle - new_middle) * 10) / 10;
      *(in_column ? &positions[i].x : &positions[i].y) = round (line * 10) / 10;
      positions[i].pinned = TRUE;
    }
}

/* Which views the edit itself arranges; what it deletes is forgotten on purpose. */
static void
look_at (const KlasterDelta *delta,
         gboolean           *arranged,
         GHashTable         *gone,    /* gint64: members that it deletes */
         GHashTable        **placed)  /* gint64: members whose places it writes, by view */
{
  guint n = klaster_delta_get_n_changes (delta);

  for (guint i = 0; i < n; i++)
    {
      const KlasterRowChange *change = klaster_delta_get_change (delta, i);

      if (change->table == KLASTER_TABLE_INSTITUTION && change->after == NULL)
        g_hash_table_add (gone, g_memdup2 (&change->id, sizeof change->id));
      if (change->table == KLASTER_TABLE_LAYOUT && change->after)
        {
          gint64 id = klaster_row_get_integer (change->after, KLASTER_LAYOUT_INSTITUTION_ID);
          int kind = klaster_row_get_token (change->after, KLASTER_LAYOUT_KIND);

          if (kind < 0 || kind >= KLASTER_N_LAYOUTS)
            continue;
          arranged[kind] = TRUE;
          g_hash_table_add (placed[kind], g_memdup2 (&id, sizeof id));
        }
    }
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const gint64 *first = a, *second = b;

  return (*first > *second) - (*first < *second);
}

/* Members whose places are kept, by view, ascending: one pass instead of a question for each member */
static void
list_kept (KlasterSnapshot  *snapshot,
           GArray          **kept)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_LAYOUT);
  while (klaster_row_iter_next (&iter, &row))
    {
      gint64 id = klaster_row_get_integer (row, KLASTER_LAYOUT_INSTITUTION_ID);
      int kind = klaster_row_get_token (row, KLASTER_LAYOUT_KIND);

      if (kind >= 0 && kind < KLASTER_N_LAYOUTS)
        g_array_append_val (kept[kind], id);
    }
  for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
    g_array_sort (kept[kind], compare_ids);
}

static void
add_place (GArray                      *changes,
           KlasterSnapshot             *before,
           KlasterLayoutKind            kind,
           const KlasterLayoutPosition *position)
{
  KlasterValue values[KLASTER_LAYOUT_N_COLUMNS] = {
    [KLASTER_LAYOUT_INSTITUTION_ID] = KLASTER_INTEGER (position->id),
    [KLASTER_LAYOUT_KIND] = KLASTER_TEXT (klaster_schema_get_tokens ("graph_views")[kind]),
    [KLASTER_LAYOUT_X] = KLASTER_REAL (position->x),
    [KLASTER_LAYOUT_Y] = KLASTER_REAL (position->y),
    [KLASTER_LAYOUT_PINNED] = KLASTER_INTEGER (0),
  };
  KlasterRowChange change = { .table = KLASTER_TABLE_LAYOUT, .id = make_id (before, kind, position->id) };

  values[0] = KLASTER_INTEGER (change.id);
  change.after = klaster_row_new (KLASTER_TABLE_LAYOUT, values, KLASTER_LAYOUT_N_COLUMNS);
  g_array_append_val (changes, change);
}

/**
 * klaster_arrangement_accompany:
 * @seen: (array fixed-size=4): for each view (nullable) (element-type KlasterLayoutPosition): where members are seen,
 *   ascending by id
 * @before: the content that an edit is for
 * @delta: (transfer full): what it changes
 *
 * Lets an edit that changes the graph, or arranges one of its views, take along where the members were seen whose places
 * are not kept yet. On the map everybody has a place of their own: of that view nothing is taken along.
 *
 * Returns: (transfer full): what is changed in all
 */
KlasterDelta *
klaster_arrangement_accompany (GBytes          *seen[KLASTER_N_LAYOUTS],
                               KlasterSnapshot *before,
                               KlasterDelta    *delta)
{
  gboolean arranged[KLASTER_N_LAYOUTS] = { FALSE };
  gboolean changed = klaster_arrangement_is_changed (delta);
  g_autoptr (GHashTable) gone = NULL;
  GHashTable *placed[KLASTER_N_LAYOUTS];
  GArray *kept[KLASTER_N_LAYOUTS];
  g_autoptr (GArray) changes = NULL;
  KlasterDelta *all;
  guint n_own, n_changes;

  if (!changed && !klaster_delta_touches (delta, KLASTER_TABLE_LAYOUT))
    return delta;

  gone = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
    {
      placed[kind] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      kept[kind] = g_array_new (FALSE, FALSE, sizeof (gint64));
    }
  list_kept (before, kept);
  changes = g_array_new (FALSE, FALSE, sizeof (KlasterRowChange));
  look_at (delta, arranged, gone, placed);
  for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
    {
      gsize size = 0;
      const KlasterLayoutPosition *positions = seen[kind] ? g_bytes_get_data (seen[kind], &size) : NULL;
      guint n = (guint) (size / sizeof *positions);

      if ((!changed && !arranged[kind]) || kind == KLASTER_LAYOUT_MAP || n > KLASTER_ARRANGEMENT_MAX_MEMBERS)
        continue;
      /* Both ascending: mostly everything is kept. */
      for (guint i = 0, k = 0; i < n; i++)
        {
          while (k < kept[kind]->len && g_array_index (kept[kind], gint64, k) < positions[i].id)
            k++;
          if (!positions[i].pinned && (k >= kept[kind]->len || g_array_index (kept[kind], gint64, k) != positions[i].id)
              && !g_hash_table_contains (gone, &positions[i].id) && !g_hash_table_contains (placed[kind], &positions[i].id)
              && klaster_snapshot_lookup (before, KLASTER_TABLE_INSTITUTION, positions[i].id))
            add_place (changes, before, kind, &positions[i]);
        }
    }
  for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
    {
      g_hash_table_unref (placed[kind]);
      g_array_unref (kept[kind]);
    }
  if (changes->len == 0)
    return delta;

  n_own = changes->len;
  n_changes = klaster_delta_get_n_changes (delta);
  for (guint i = 0; i < n_changes; i++)
    g_array_append_vals (changes, klaster_delta_get_change (delta, i), 1);
  all = klaster_delta_new ((const KlasterRowChange *) (gpointer) changes->data, changes->len);
  for (guint i = 0; i < n_own; i++)
    klaster_row_unref (g_array_index (changes, KlasterRowChange, i).after);
  klaster_delta_unref (delta);

  return all;
}
