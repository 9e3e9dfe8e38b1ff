/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-arrangement.h"
#include "klaster-graph-view-private.h"

static void
committed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (KlasterGraphView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = klaster_project_commit_finish (KLASTER_PROJECT (source), result, &error);

  if (uuid == NULL && self->view != NULL && !g_error_matches (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_NO_CHANGE))
    g_signal_emit_by_name (self->view, "edit-failed", error->message);
}

/* Not to be cancelled: what somebody did is not undone because the graph goes away meanwhile. */
gboolean
klaster_graph_view_commit (KlasterGraphView *self,
                           KlasterEdit      *edit)
{
  if (edit == NULL || self->project == NULL || klaster_project_is_read_only (self->project))
    return FALSE;
  klaster_project_commit_async (self->project, edit, NULL, committed_cb, g_object_ref (self));

  return TRUE;
}

/* Where members are: put by somebody, though the picture may not show it yet, or drawn. (transfer full) */
static GArray *
list_places (KlasterGraphView *self,
             const gint64     *ids,
             guint             n_ids)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (KlasterLayoutPosition));

  for (guint i = 0; i < n_ids && self->layouts[self->kind] != NULL; i++)
    {
      const KlasterLayoutPosition *kept = klaster_graph_view_find_kept (self, ids[i]);
      KlasterLayoutPosition position;

      if (kept != NULL && kept->pinned)
        g_array_append_val (positions, *kept);
      else if (klaster_layout_find (self->layouts[self->kind], ids[i], &position))
        g_array_append_val (positions, position);
    }

  return positions;
}

/**
 * klaster_graph_view_pin:
 * @self: a graph
 * @positions: (array length=n_positions): members and where they are to stay, in the unit of layouts
 * @n_positions: their number
 *
 * Pins them in the layout that is shown, as one edit that can be undone.
 *
 * Returns: whether anything is changed by that; %FALSE when the project is read only
 */
gboolean
klaster_graph_view_pin (KlasterGraphView            *self,
                        const KlasterLayoutPosition *positions,
                        guint                        n_positions)
{
  g_autoptr (KlasterEdit) edit = NULL;

  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), FALSE);

  if (self->project != NULL)
    edit = klaster_arrangement_edit_pin (klaster_project_get_snapshot (self->project), self->kind, positions, n_positions);

  return klaster_graph_view_commit (self, edit);
}

/**
 * klaster_graph_view_pin_members:
 * @self: a graph
 * @ids: (array length=n_ids): members
 * @n_ids: their number
 *
 * Pins them where they are seen, as one edit that can be undone.
 *
 * Returns: whether anything is changed by that
 */
gboolean
klaster_graph_view_pin_members (KlasterGraphView *self,
                                const gint64     *ids,
                                guint             n_ids)
{
  g_autoptr (GArray) positions = NULL;

  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), FALSE);

  positions = list_places (self, ids, n_ids);

  return klaster_graph_view_pin (self, (const KlasterLayoutPosition *) (gpointer) positions->data, positions->len);
}

/**
 * klaster_graph_view_move:
 * @self: a graph
 * @ids: (array length=n_ids): members
 * @n_ids: their number
 * @dx: to the right, in the unit of layouts
 * @dy: down
 *
 * Pins them beside where they are. The same members moved several times in a row are one step of undo.
 *
 * Returns: whether anything is changed by that
 */
gboolean
klaster_graph_view_move (KlasterGraphView *self,
                         const gint64     *ids,
                         guint             n_ids,
                         double            dx,
                         double            dy)
{
  g_autoptr (GArray) positions = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autofree char *key = NULL;

  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), FALSE);

  positions = list_places (self, ids, n_ids);
  for (guint i = 0; i < positions->len; i++)
    {
      g_array_index (positions, KlasterLayoutPosition, i).x += dx;
      g_array_index (positions, KlasterLayoutPosition, i).y += dy;
    }
  if (positions->len > 0)
    edit = klaster_arrangement_edit_pin (klaster_project_get_snapshot (self->project), self->kind,
                                         (const KlasterLayoutPosition *) (gpointer) positions->data, positions->len);
  if (edit != NULL)
    {
      key = g_strdup_printf ("graph-move-%u-%u-%" G_GINT64_FORMAT, self->kind, n_ids, ids[0]);
      klaster_edit_set_merge_key (edit, key);
    }

  return klaster_graph_view_commit (self, edit);
}

/**
 * klaster_graph_view_align:
 * @self: a graph
 * @ids: (array length=n_ids): members
 * @n_ids: their number
 * @in_column: whether one is to stand below the other; otherwise side by side
 *
 * Pins them on one line, as one edit that can be undone.
 *
 * Returns: whether anything is changed by that
 */
gboolean
klaster_graph_view_align (KlasterGraphView *self,
                          const gint64     *ids,
                          guint             n_ids,
                          gboolean          in_column)
{
  g_autoptr (GArray) positions = NULL;
  g_autoptr (KlasterEdit) edit = NULL;

  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), FALSE);

  positions = list_places (self, ids, n_ids);
  if (positions->len < 2)
    return FALSE;

  klaster_arrangement_align ((KlasterLayoutPosition *) (gpointer) positions->data, positions->len, in_column);
  edit = klaster_arrangement_edit_pin (klaster_project_get_snapshot (self->project), self->kind,
                                       (const KlasterLayoutPosition *) (gpointer) positions->data, positions->len);
  if (edit != NULL)
    /* Translators: an entry in the list of edits that can be undone */
    klaster_edit_set_label (edit, _("Align members in the graph"));

  return klaster_graph_view_commit (self, edit);
}

/**
 * klaster_graph_view_unpin:
 * @self: a graph
 * @ids: (nullable) (array length=n_ids): members; %NULL: all
 * @n_ids: their number
 *
 * Lets the layout that is shown place them again, as one edit that can be undone.
 *
 * Returns: whether anything is changed by that
 */
gboolean
klaster_graph_view_unpin (KlasterGraphView *self,
                          const gint64     *ids,
                          guint             n_ids)
{
  g_autoptr (KlasterEdit) edit = NULL;

  g_return_val_if_fail (KLASTER_IS_GRAPH_VIEW (self), FALSE);

  if (self->project != NULL)
    edit = klaster_arrangement_edit_unpin (klaster_project_get_snapshot (self->project), self->kind, ids, n_ids);

  return klaster_graph_view_commit (self, edit);
}
