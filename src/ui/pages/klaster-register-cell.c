/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-register-cell.h"

struct _KlasterRegisterCell
{
  GtkWidget parent_instance;

  KlasterRegisterColumn column;
  GtkWidget *label;
  GtkWidget *heading; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KlasterRegisterCell, klaster_register_cell, GTK_TYPE_WIDGET)

/* Room above the first row of a group, as the style leaves it, and the space around a cell's content. */
#define HEADING_HEIGHT 38
#define CELL_PADDING 8

/* Characters that a column keeps when there is little room, and those that it likes to have. */
static const struct
{
  int least;
  int most;
} widths[KLASTER_REGISTER_N_COLUMNS] = {
  [KLASTER_REGISTER_NUMBER] = { 2, 8 },
  [KLASTER_REGISTER_TITLE] = { 10, 40 },
  [KLASTER_REGISTER_KIND] = { 6, 9 },
  [KLASTER_REGISTER_PARTIES] = { 16, 60 },
  [KLASTER_REGISTER_PERIOD] = { 14, 30 },
  [KLASTER_REGISTER_OBLIGATIONS] = { 6, 18 },
  [KLASTER_REGISTER_CLAUSES] = { 5, 10 },
  [KLASTER_REGISTER_SIGNED_ON] = { 8, 14 },
  [KLASTER_REGISTER_NOTICE_DAYS] = { 3, 6 },
  [KLASTER_REGISTER_AREAS] = { 8, 30 },
  [KLASTER_REGISTER_TASKS] = { 8, 30 },
  [KLASTER_REGISTER_GOAL] = { 8, 30 },
  [KLASTER_REGISTER_COOPERATIONS] = { 3, 6 },
  [KLASTER_REGISTER_RENEWS] = { 8, 24 },
  [KLASTER_REGISTER_LEGAL_BASIS] = { 8, 30 },
  [KLASTER_REGISTER_TERMINATED_ON] = { 8, 14 },
  [KLASTER_REGISTER_NOTES] = { 8, 30 },
};

static void
klaster_register_cell_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  gtk_widget_measure (KLASTER_REGISTER_CELL (widget)->label, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
klaster_register_cell_size_allocate (GtkWidget *widget,
                                     int        width,
                                     int        height,
                                     int        baseline)
{
  KlasterRegisterCell *self = KLASTER_REGISTER_CELL (widget);
  GtkWidget *cell = gtk_widget_get_parent (widget);
  GtkWidget *row = cell ? gtk_widget_get_parent (cell) : NULL;

  gtk_widget_size_allocate (self->label, &(GtkAllocation) { 0, 0, width, height }, -1);
  if (self->heading)
    {
      /* As wide as the row: the other cells leave the room above them empty. */
      int all = row ? gtk_widget_get_width (row) : width;
      int least;

      gtk_widget_measure (self->heading, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->heading,
                                &(GtkAllocation) { 0, -HEADING_HEIGHT - CELL_PADDING, MAX (least, all - 2 * CELL_PADDING),
                                                   HEADING_HEIGHT }, -1);
    }
}

static void
klaster_register_cell_dispose (GObject *object)
{
  KlasterRegisterCell *self = KLASTER_REGISTER_CELL (object);

  g_clear_pointer (&self->heading, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (klaster_register_cell_parent_class)->dispose (object);
}

static void
klaster_register_cell_class_init (KlasterRegisterCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = klaster_register_cell_dispose;
  widget_class->measure = klaster_register_cell_measure;
  widget_class->size_allocate = klaster_register_cell_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "registercell");
}

static void
klaster_register_cell_init (KlasterRegisterCell *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (self->label), TRUE);
  gtk_widget_set_valign (self->label, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

/**
 * klaster_register_cell_new:
 * @column: what it shows of an agreement
 *
 * Returns: (transfer floating): a cell
 */
GtkWidget *
klaster_register_cell_new (KlasterRegisterColumn column)
{
  KlasterRegisterCell *self;

  g_return_val_if_fail (column < KLASTER_REGISTER_N_COLUMNS, NULL);

  self = g_object_new (KLASTER_TYPE_REGISTER_CELL, NULL);
  self->column = column;
  if (column == KLASTER_REGISTER_STATUS)
    {
      /* A pill is as wide as its text, and the one thing that is never cut. */
      gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_NONE);
      gtk_widget_set_halign (self->label, GTK_ALIGN_START);
    }
  else
    {
      gtk_label_set_width_chars (GTK_LABEL (self->label), widths[column].least);
      gtk_label_set_max_width_chars (GTK_LABEL (self->label), widths[column].most);
    }
  if (column == KLASTER_REGISTER_NUMBER || column == KLASTER_REGISTER_PERIOD || column == KLASTER_REGISTER_OBLIGATIONS)
    gtk_widget_add_css_class (self->label, "numeric");

  return GTK_WIDGET (self);
}

KlasterRegisterColumn
klaster_register_cell_get_column (KlasterRegisterCell *self)
{
  g_return_val_if_fail (KLASTER_IS_REGISTER_CELL (self), 0);

  return self->column;
}

/**
 * klaster_register_cell_show:
 * @text: what stands in it
 * @style: (nullable): "success", "warning", "error" or %NULL; of a status the colour of its pill
 * @tooltip: (nullable): the whole, where @text is short for it
 */
void
klaster_register_cell_show (KlasterRegisterCell *self,
                            const char          *text,
                            const char          *style,
                            const char          *tooltip)
{
  static const char *const styles[] = { "success", "warning", "error" };

  g_return_if_fail (KLASTER_IS_REGISTER_CELL (self));

  gtk_label_set_label (GTK_LABEL (self->label), text);
  /* Of a period with an end the end matters most. */
  if (self->column == KLASTER_REGISTER_PERIOD)
    gtk_label_set_ellipsize (GTK_LABEL (self->label), strstr (text, " – ") ? PANGO_ELLIPSIZE_START : PANGO_ELLIPSIZE_END);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      if (g_strcmp0 (style, styles[i]) == 0)
        gtk_widget_add_css_class (self->label, styles[i]);
      else
        gtk_widget_remove_css_class (self->label, styles[i]);
    }
  if (self->column == KLASTER_REGISTER_STATUS)
    gtk_widget_add_css_class (self->label, "status-pill");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tooltip);
}

/**
 * klaster_register_cell_set_heading:
 * @heading: (nullable): what stands above the row
 */
void
klaster_register_cell_set_heading (KlasterRegisterCell *self,
                                   const char          *heading)
{
  GtkWidget *cell, *row;

  g_return_if_fail (KLASTER_IS_REGISTER_CELL (self));

  if (heading == NULL)
    {
      g_clear_pointer (&self->heading, gtk_widget_unparent);
    }
  else
    {
      if (self->heading == NULL)
        {
          self->heading = gtk_label_new (NULL);
          gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
          gtk_label_set_yalign (GTK_LABEL (self->heading), 0.65f);
          gtk_label_set_ellipsize (GTK_LABEL (self->heading), PANGO_ELLIPSIZE_END);
          gtk_widget_add_css_class (self->heading, "heading");
          gtk_widget_set_parent (self->heading, GTK_WIDGET (self));
        }
      gtk_label_set_label (GTK_LABEL (self->heading), heading);
    }

  cell = gtk_widget_get_parent (GTK_WIDGET (self));
  row = cell ? gtk_widget_get_parent (cell) : NULL;
  if (row == NULL)
    return;
  gtk_widget_set_overflow (cell, heading ? GTK_OVERFLOW_VISIBLE : GTK_OVERFLOW_HIDDEN);
  if (heading)
    gtk_widget_add_css_class (row, "begins-group");
  else
    gtk_widget_remove_css_class (row, "begins-group");
}

const char *
klaster_register_cell_get_text (KlasterRegisterCell *self)
{
  g_return_val_if_fail (KLASTER_IS_REGISTER_CELL (self), NULL);

  return gtk_label_get_label (GTK_LABEL (self->label));
}

static int
measure_text (GtkWidget  *widget,
              const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

/**
 * klaster_register_cell_get_least_width:
 * @widget: whose font is used
 * @column: a column of the register
 *
 * Returns: pixels
 */
int
klaster_register_cell_get_least_width (GtkWidget             *widget,
                                       KlasterRegisterColumn  column)
{
  KlasterLanguage language = klaster_language_get_default ();
  /* Headings are bold, and an arrow shows the order beside them. */
  int width = (int) (measure_text (widget, klaster_register_column_get_title (column, language)) * 1.12);

  if (column == KLASTER_REGISTER_STATUS)
    {
      const char *const *statuses = klaster_schema_get_tokens ("agreement_statuses");

      for (guint i = 0; statuses[i]; i++)
        width = MAX (width, measure_text (widget, klaster_vocabulary_get_name (NULL, "agreement_statuses", statuses[i], language)) + 20);
    }
  else
    {
      width = MAX (width, measure_text (widget, "0") * widths[column].least);
    }

  return width + 2 * CELL_PADDING;
}
