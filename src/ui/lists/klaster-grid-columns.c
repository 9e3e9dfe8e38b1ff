/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns a grid has, in which order, and how wide they are. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-grid-private.h"
#include "klaster-symbol-image.h"

/* The least width of a column, at 100 % text */
#define MIN_WIDTH 40

KlasterGridColumn *
klaster_grid_get_nth (KlasterGrid *self,
                      guint        position)
{
  return g_ptr_array_index (self->columns, position);
}

/* Where a column begins; of one beyond the last, where all of them end */
int
klaster_grid_get_left (KlasterGrid *self,
                       guint        position)
{
  int x = 0;

  for (guint i = 0; i < position; i++)
    x += klaster_grid_get_nth (self, i)->pixels;

  return x;
}

static int
scale (KlasterGrid *self,
       int          width)
{
  return (int) round (width * self->text_scale);
}

/* How wide all columns would like to be */
int
klaster_grid_get_natural (KlasterGrid *self)
{
  int width = 0;

  for (guint i = 0; i < self->columns->len; i++)
    width += scale (self, klaster_grid_get_nth (self, i)->width);

  return width;
}

/* How much narrower a column can be */
static int
get_slack (KlasterGrid             *self,
           const KlasterGridColumn *column)
{
  return column->chosen ? 0 : scale (self, column->width) - scale (self, column->least);
}

static int
get_least (KlasterGrid             *self,
           const KlasterGridColumn *column)
{
  return scale (self, column->width) - get_slack (self, column);
}

/* What somebody gave a width is wanted. */
static gboolean
can_go (const KlasterGridColumn *column)
{
  return column->rank > 0 && !column->chosen;
}

/* Sends columns away until the others fit; none of them when most would still have to be scrolled to. */
static void
make_room (KlasterGrid *self)
{
  int least = 0, going = 0, highest = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      KlasterGridColumn *column = klaster_grid_get_nth (self, i);

      column->away = FALSE;
      least += get_least (self, column);
      going += can_go (column) ? get_least (self, column) : 0;
      highest = MAX (highest, column->rank);
    }
  if (self->room <= 0 || least <= self->room || least - going > self->room * 5 / 4)
    return;

  for (int rank = 1; rank <= highest && least > self->room; rank++)
    for (guint i = 0; i < self->columns->len; i++)
      {
        KlasterGridColumn *column = klaster_grid_get_nth (self, i);

        if (!can_go (column) || column->rank != rank)
          continue;
        column->away = TRUE;
        least -= get_least (self, column);
      }
}

/**
 * klaster_grid_lay_out:
 * @self: a grid
 *
 * Finds out how wide each column is in the room that there is: those that can give way together when there is too little,
 * those with a share take what is left over.
 */
void
klaster_grid_lay_out (KlasterGrid *self)
{
  int natural = 0, missing, left_over;
  int slack = 0, shares = 0;

  make_room (self);
  for (guint i = 0; i < self->columns->len; i++)
    {
      const KlasterGridColumn *column = klaster_grid_get_nth (self, i);

      if (column->away)
        continue;
      natural += scale (self, column->width);
      slack += get_slack (self, column);
      shares += column->chosen ? 0 : column->share;
    }
  missing = self->room > 0 ? CLAMP (natural - self->room, 0, slack) : 0;
  left_over = MAX (self->room - natural, 0);
  /* What each takes is rounded so that nothing of the whole is lost. */
  for (guint i = 0; i < self->columns->len; i++)
    {
      KlasterGridColumn *column = klaster_grid_get_nth (self, i);
      int own_slack = get_slack (self, column);
      int own_share = column->chosen ? 0 : column->share;
      int taken, given;

      if (column->away)
        {
          column->pixels = 0;
          continue;
        }
      taken = slack > 0 ? (int) ((gint64) missing * own_slack / slack) : 0;
      given = shares > 0 ? left_over * own_share / shares : 0;

      column->pixels = scale (self, column->width) - taken + given;
      missing -= taken;
      slack -= own_slack;
      left_over -= given;
      shares -= own_share;
    }
}

static void
resize (KlasterGrid *self)
{
  klaster_grid_lay_out (self);
  klaster_row_list_resize (self->rows);
  gtk_widget_queue_resize (self->header);
}

static void
columns_moved (KlasterGrid *self)
{
  GtkWidget *previous = NULL;

  for (guint i = 0; i < self->columns->len; i++)
    {
      gtk_widget_insert_after (klaster_grid_get_nth (self, i)->title, self->header, previous);
      previous = klaster_grid_get_nth (self, i)->title;
    }
  klaster_grid_lay_out (self);
  klaster_row_list_remake (self->rows);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Gives a column a width in pixels at 100 % text, which it keeps whatever the room. */
void
klaster_grid_choose_width (KlasterGrid       *self,
                           KlasterGridColumn *column,
                           int                width)
{
  width = MAX (width, MIN_WIDTH);
  if (column->chosen && column->width == width)
    return;

  column->chosen = TRUE;
  column->width = width;
  resize (self);
}

void
klaster_grid_move (KlasterGrid *self,
                   guint        from,
                   guint        to)
{
  KlasterGridColumn *column = klaster_grid_get_nth (self, from);

  if (from == to)
    return;

  g_ptr_array_steal_index (self->columns, from);
  g_ptr_array_insert (self->columns, (gint) to, column);
  columns_moved (self);
}

void
klaster_grid_emit_changed (KlasterGrid *self)
{
  g_signal_emit_by_name (self, "columns-changed");
}

/**
 * klaster_grid_show_column:
 * @self: a grid
 * @column: a column
 *
 * Scrolls sideways until all of the column is seen, or its beginning where it is wider than the page.
 */
void
klaster_grid_show_column (KlasterGrid *self,
                          guint        column)
{
  gint at;
  int left, right;
  double value, page;

  g_return_if_fail (KLASTER_IS_GRID (self));

  at = klaster_grid_find_column (self, column);
  if (at < 0)
    return;

  left = klaster_grid_get_left (self, (guint) at);
  right = klaster_grid_get_left (self, (guint) at + 1);
  value = gtk_adjustment_get_value (self->scroll.adjustments[GTK_ORIENTATION_HORIZONTAL]);
  page = gtk_adjustment_get_page_size (self->scroll.adjustments[GTK_ORIENTATION_HORIZONTAL]);
  if (left < value || right - left > page)
    gtk_adjustment_set_value (self->scroll.adjustments[GTK_ORIENTATION_HORIZONTAL], left);
  else if (right > value + page)
    gtk_adjustment_set_value (self->scroll.adjustments[GTK_ORIENTATION_HORIZONTAL], right - page);
}

/**
 * klaster_grid_insert_column:
 * @self: a grid
 * @position: where; beyond the last one: at the end
 * @column: what identifies it from now on; not among its columns yet
 * @title: what stands above it
 * @width: pixels at 100 % text
 * @sortable: whether its title sorts
 */
void
klaster_grid_insert_column (KlasterGrid *self,
                            guint        position,
                            guint        column,
                            const char  *title,
                            int          width,
                            gboolean     sortable)
{
  KlasterGridColumn *added;

  g_return_if_fail (KLASTER_IS_GRID (self));
  g_return_if_fail (klaster_grid_find_column (self, column) < 0);

  added = g_new0 (KlasterGridColumn, 1);
  added->id = column;
  added->width = MAX (width, MIN_WIDTH);
  added->least = added->width;
  klaster_grid_make_title (self, added, title, sortable);
  g_ptr_array_insert (self->columns, (gint) MIN (position, self->columns->len), added);
  columns_moved (self);
  klaster_grid_set_sort (self, self->sorted, self->descending);
  klaster_grid_emit_changed (self);
}

/**
 * klaster_grid_remove_column:
 * @self: a grid
 * @column: one of its columns
 */
void
klaster_grid_remove_column (KlasterGrid *self,
                            guint        column)
{
  gint at;

  g_return_if_fail (KLASTER_IS_GRID (self));

  at = klaster_grid_find_column (self, column);
  g_return_if_fail (at >= 0);

  gtk_widget_unparent (klaster_grid_get_nth (self, (guint) at)->title);
  g_ptr_array_remove_index (self->columns, (guint) at);
  columns_moved (self);
  klaster_grid_emit_changed (self);
}

/**
 * klaster_grid_move_column:
 * @self: a grid
 * @column: one of its columns
 * @position: where it stands afterwards
 */
void
klaster_grid_move_column (KlasterGrid *self,
                          guint        column,
                          guint        position)
{
  gint at;

  g_return_if_fail (KLASTER_IS_GRID (self));

  at = klaster_grid_find_column (self, column);
  g_return_if_fail (at >= 0 && position < self->columns->len);

  if ((guint) at == position)
    return;
  klaster_grid_move (self, (guint) at, position);
  klaster_grid_emit_changed (self);
}

/**
 * klaster_grid_find_column:
 * @self: a grid
 * @column: a column
 *
 * Returns: where it stands, or -1
 */
gint
klaster_grid_find_column (KlasterGrid *self,
                          guint        column)
{
  g_return_val_if_fail (KLASTER_IS_GRID (self), -1);

  for (guint i = 0; i < self->columns->len; i++)
    if (klaster_grid_get_nth (self, i)->id == column)
      return (gint) i;

  return -1;
}

/**
 * klaster_grid_list_columns:
 * @self: a grid
 *
 * Returns: (transfer full) (element-type guint): its columns, in order
 */
GArray *
klaster_grid_list_columns (KlasterGrid *self)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  g_return_val_if_fail (KLASTER_IS_GRID (self), columns);

  for (guint i = 0; i < self->columns->len; i++)
    g_array_append_val (columns, klaster_grid_get_nth (self, i)->id);

  return columns;
}

gboolean
klaster_grid_is_empty (KlasterGrid *self)
{
  g_return_val_if_fail (KLASTER_IS_GRID (self), TRUE);

  return self->columns->len == 0;
}

/**
 * klaster_grid_measure_text:
 * @self: a grid
 * @text: what a cell is to show in one line
 *
 * Returns: its width in pixels at 100 % text, without the padding of the cell
 */
int
klaster_grid_measure_text (KlasterGrid *self,
                           const char  *text)
{
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  g_return_val_if_fail (KLASTER_IS_GRID (self), 0);

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return (int) ceil (width / klaster_widget_get_style (GTK_WIDGET (self)).text_scale);
}

/**
 * klaster_grid_get_width:
 * @self: a grid
 * @column: one of its columns
 *
 * Returns: pixels at 100 % text
 */
int
klaster_grid_get_width (KlasterGrid *self,
                        guint        column)
{
  gint at;

  g_return_val_if_fail (KLASTER_IS_GRID (self), 0);

  at = klaster_grid_find_column (self, column);
  g_return_val_if_fail (at >= 0, 0);

  return klaster_grid_get_nth (self, (guint) at)->width;
}

/**
 * klaster_grid_set_width:
 * @self: a grid
 * @column: one of its columns
 * @width: pixels at 100 % text
 *
 * Gives it that width, whatever the room.
 */
void
klaster_grid_set_width (KlasterGrid *self,
                        guint        column,
                        int          width)
{
  gint at;

  g_return_if_fail (KLASTER_IS_GRID (self));

  at = klaster_grid_find_column (self, column);
  g_return_if_fail (at >= 0);

  klaster_grid_choose_width (self, klaster_grid_get_nth (self, (guint) at), width);
  klaster_grid_emit_changed (self);
}

/**
 * klaster_grid_has_chosen_width:
 * @self: a grid
 * @column: one of its columns
 *
 * Returns: whether somebody gave it its width
 */
gboolean
klaster_grid_has_chosen_width (KlasterGrid *self,
                               guint        column)
{
  gint at;

  g_return_val_if_fail (KLASTER_IS_GRID (self), FALSE);

  at = klaster_grid_find_column (self, column);

  return at >= 0 && klaster_grid_get_nth (self, (guint) at)->chosen;
}

/**
 * klaster_grid_set_flexible:
 * @self: a grid
 * @column: one of its columns
 * @least: pixels at 100 % text that it keeps when there is too little room for all columns
 * @share: how much of the room it takes that is left over, beside those of others; 0: none
 * @rank: where even the least of all columns is too much, those with a rank go, the lowest first, if the others fit then;
 *   0: it stays
 *
 * Lets the column follow the room, until somebody chooses its width.
 */
void
klaster_grid_set_flexible (KlasterGrid *self,
                           guint        column,
                           int          least,
                           int          share,
                           int          rank)
{
  KlasterGridColumn *each;
  gint at;

  g_return_if_fail (KLASTER_IS_GRID (self));

  at = klaster_grid_find_column (self, column);
  g_return_if_fail (at >= 0);

  each = klaster_grid_get_nth (self, (guint) at);
  each->least = CLAMP (least, MIN_WIDTH, each->width);
  each->share = share;
  each->rank = rank;
  klaster_grid_lay_out (self);
}

/**
 * klaster_grid_set_sort:
 * @self: a grid
 * @column: the column by which rows are sorted; -1 or one that it has not: none
 * @descending: which way
 *
 * Shows how the rows are sorted; sorting them is the model's.
 */
void
klaster_grid_set_sort (KlasterGrid *self,
                       gint         column,
                       gboolean     descending)
{
  g_return_if_fail (KLASTER_IS_GRID (self));

  self->sorted = column;
  self->descending = descending;
  for (guint i = 0; i < self->columns->len; i++)
    {
      KlasterGridColumn *each = klaster_grid_get_nth (self, i);
      gboolean sorted = column >= 0 && each->id == (guint) column;

      /* Every search comes by here: icons and what screen readers are told cost time only where they change. */
      if (each->told && gtk_widget_get_visible (each->indicator) == sorted && (!sorted || each->downwards == descending))
        continue;
      each->told = TRUE;
      each->downwards = descending;
      gtk_widget_set_visible (each->indicator, sorted);
      gtk_image_set_from_icon_name (GTK_IMAGE (each->indicator), descending ? "pan-down-symbolic" : "pan-up-symbolic");
      gtk_accessible_update_property (GTK_ACCESSIBLE (each->title), GTK_ACCESSIBLE_PROPERTY_SORT,
                                      !sorted ? GTK_ACCESSIBLE_SORT_NONE
                                              : descending ? GTK_ACCESSIBLE_SORT_DESCENDING : GTK_ACCESSIBLE_SORT_ASCENDING,
                                      -1);
    }
}

/**
 * klaster_grid_get_header:
 * @self: a grid
 * @column: one of its columns
 *
 * Returns: (transfer none) (nullable): the button above it
 */
GtkWidget *
klaster_grid_get_header (KlasterGrid *self,
                         guint        column)
{
  gint at;

  g_return_val_if_fail (KLASTER_IS_GRID (self), NULL);

  at = klaster_grid_find_column (self, column);

  return at >= 0 ? klaster_grid_get_nth (self, (guint) at)->title : NULL;
}
