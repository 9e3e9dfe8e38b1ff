/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-exchange-columns.h"
#include "klaster-import-preview.h"
#include "klaster-spoken.h"

#define N_ROWS 5
/* A table with more columns than anybody maps: the rest stays out. */
#define MAX_COLUMNS 80
#define CELL_CHARS 22

struct _KlasterImportPreview
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *grid;
  GtkWidget *scrollbar;
  GPtrArray *choices;            /* GtkDropDown, owned by the grid */
  GArray *targets;               /* gint: what each position of the choices stands for */
  KlasterImportMapping *mapping; /* not owned */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (KlasterImportPreview, klaster_import_preview, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
find_position (KlasterImportPreview *self,
               gint                  target)
{
  for (guint i = 0; i < self->targets->len; i++)
    if (g_array_index (self->targets, gint, i) == target)
      return i;

  return 0;
}

static void
update_choices (KlasterImportPreview *self)
{
  self->updating = TRUE;
  for (guint i = 0; i < self->choices->len; i++)
    {
      gint target = self->mapping->targets[i];

      gtk_drop_down_set_selected (g_ptr_array_index (self->choices, i), find_position (self, target));
      if (target == KLASTER_IMPORT_TARGET_NONE)
        gtk_widget_add_css_class (g_ptr_array_index (self->choices, i), "dim-label");
      else
        gtk_widget_remove_css_class (g_ptr_array_index (self->choices, i), "dim-label");
    }
  self->updating = FALSE;
}

static void
selected_cb (GtkDropDown          *choice,
             GParamSpec           *pspec,
             KlasterImportPreview *self)
{
  guint source;
  guint position = gtk_drop_down_get_selected (choice);

  if (self->updating || position == GTK_INVALID_LIST_POSITION || !g_ptr_array_find (self->choices, choice, &source))
    return;
  klaster_import_mapping_set_target (self->mapping, source, g_array_index (self->targets, gint, position));
  update_choices (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_target (KlasterImportPreview *self,
            GtkStringList        *names,
            const char           *name,
            gint                  target)
{
  gtk_string_list_append (names, name);
  g_array_append_val (self->targets, target);
}

/* Cells beside those with identifiers. */
static void
add_named_target (KlasterImportPreview *self,
                  GtkStringList        *names,
                  const char           *name,
                  gint                  target)
{
  /* Translators: %s is the name of a column that says who or what is meant, as “Agreement”. */
  g_autofree char *text = g_strdup_printf (_("%s, by name"), name);

  add_target (self, names, text, target);
}

/* What a column can go to: every column of the table that is not computed. */
static GtkStringList *
list_targets (KlasterImportPreview *self,
              KlasterTable          table)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  const KlasterExchangeList *list;
  GtkStringList *names = gtk_string_list_new (NULL);
  gint none = KLASTER_IMPORT_TARGET_NONE;
  gint position = KLASTER_IMPORT_TARGET_POSITION;

  g_array_set_size (self->targets, 0);
  gtk_string_list_append (names, _("Not imported"));
  g_array_append_val (self->targets, none);
  for (gint column = 0; column < (gint) info->n_columns; column++)
    {
      const char *name;

      if (info->columns[column].flags & KLASTER_COLUMN_DERIVED)
        continue;
      if (table == KLASTER_TABLE_INSTITUTION && column == KLASTER_INSTITUTION_LON)
        {
          gtk_string_list_append (names, _("Latitude and longitude in one cell"));
          g_array_append_val (self->targets, position);
        }
      name = klaster_vocabulary_get_column_name (table, (guint) column, klaster_language_get_default ());
      add_target (self, names, name, column);
    }
  for (guint column = 1; column < info->n_columns; column++)
    if (info->columns[column].type == KLASTER_COLUMN_REFERENCE)
      add_named_target (self, names, klaster_vocabulary_get_column_name (table, column, klaster_language_get_default ()),
                        KLASTER_IMPORT_TARGET_NAME (column));
  for (guint i = 0; (list = klaster_exchange_get_list (table, i)); i++)
    {
      const char *name = klaster_vocabulary_get_table_name (list->link, TRUE, klaster_language_get_default ());

      add_target (self, names, name, KLASTER_IMPORT_TARGET_LIST_IDS (i));
      add_named_target (self, names, name, KLASTER_IMPORT_TARGET_LIST_NAMES (i));
    }

  return names;
}

static GtkWidget *
create_cell (const char *text,
             gboolean    header)
{
  g_autofree char *line = g_strdup (text);
  GtkWidget *label;

  label = gtk_label_new (g_strdelimit (line, "\r\n\t", ' '));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), CELL_CHARS);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_set_tooltip_text (label, strlen (text) > CELL_CHARS ? text : NULL);
  gtk_widget_add_css_class (label, header ? "heading" : "numeric");

  return label;
}

static void
add_column (KlasterImportPreview *self,
            KlasterSheet         *sheet,
            guint                 source,
            const char           *header,
            GtkStringList        *names)
{
  g_autoptr (GtkExpression) expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *choice = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (names)), g_steal_pointer (&expression));
  g_autofree char *label = NULL;

  /* Translators: spoken; %s is the header of a column of a foreign table. */
  label = g_strdup_printf (_("Where column “%s” goes"), header);
  klaster_name_drop_down (choice, label);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (choice), TRUE);
  gtk_widget_set_size_request (choice, 150, -1);
  g_ptr_array_add (self->choices, choice);
  gtk_grid_attach (GTK_GRID (self->grid), create_cell (header, TRUE), (int) source, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), choice, (int) source, 1, 1, 1);
  for (guint row = 0; row < MIN (klaster_sheet_get_n_rows (sheet), N_ROWS); row++)
    gtk_grid_attach (GTK_GRID (self->grid), create_cell (klaster_sheet_get_cell (sheet, row, source), FALSE), (int) source,
                     (int) row + 2, 1, 1);
  g_signal_connect (choice, "notify::selected", G_CALLBACK (selected_cb), self);
}

/* What stands above a column; where two are called alike, also their letters. */
static char *
format_header (KlasterSheet *sheet,
               const GArray *repeats,
               guint         source)
{
  const char *header = klaster_sheet_get_header (sheet, source);

  for (guint i = 0; i < repeats->len; i++)
    {
      const KlasterSheetRepeat *repeat = &g_array_index (repeats, KlasterSheetRepeat, i);

      if (repeat->column == source || repeat->first == source)
        return g_strdup_printf ("%s (%s)", header, klaster_sheet_get_letter (sheet, source));
    }

  return g_strdup (header);
}

/**
 * klaster_import_preview_clear:
 * @self: a preview
 *
 * Shows nothing, and lets go of the mapping.
 */
void
klaster_import_preview_clear (KlasterImportPreview *self)
{
  GtkWidget *child;

  g_return_if_fail (KLASTER_IS_IMPORT_PREVIEW (self));

  self->updating = TRUE;
  self->mapping = NULL;
  g_ptr_array_set_size (self->choices, 0);
  while ((child = gtk_widget_get_first_child (self->grid)))
    gtk_grid_remove (GTK_GRID (self->grid), child);
}

/**
 * klaster_import_preview_show:
 * @self: a preview
 * @sheet: the rows of a source
 * @mapping: where its columns go
 *
 * Shows the first rows of @sheet.
 */
void
klaster_import_preview_show (KlasterImportPreview *self,
                             KlasterSheet         *sheet,
                             KlasterImportMapping *mapping)
{
  g_autoptr (GtkStringList) names = NULL;
  g_autoptr (GArray) repeats = NULL;

  g_return_if_fail (KLASTER_IS_IMPORT_PREVIEW (self));

  klaster_import_preview_clear (self);
  repeats = klaster_sheet_list_repeated_headers (sheet);
  self->mapping = mapping;
  names = list_targets (self, mapping->table);
  for (guint source = 0; source < MIN (mapping->n_sources, MAX_COLUMNS); source++)
    {
      g_autofree char *header = format_header (sheet, repeats, source);

      add_column (self, sheet, source, header, names);
    }
  update_choices (self);
}

/* Below the rows, not over the last of them, and always seen when there are more columns. */
static void
update_scrollbar (KlasterImportPreview *self,
                  GtkAdjustment        *adjustment)
{
  if (self->box)
    gtk_widget_set_visible (self->scrollbar, gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment));
}

static void
klaster_import_preview_dispose (GObject *object)
{
  KlasterImportPreview *self = KLASTER_IMPORT_PREVIEW (object);

  self->updating = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (klaster_import_preview_parent_class)->dispose (object);
}

static void
klaster_import_preview_finalize (GObject *object)
{
  KlasterImportPreview *self = KLASTER_IMPORT_PREVIEW (object);

  g_ptr_array_unref (self->choices);
  g_array_unref (self->targets);

  G_OBJECT_CLASS (klaster_import_preview_parent_class)->finalize (object);
}

static void
klaster_import_preview_class_init (KlasterImportPreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_import_preview_dispose;
  object_class->finalize = klaster_import_preview_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
klaster_import_preview_init (KlasterImportPreview *self)
{
  GtkAdjustment *adjustment;
  GtkWidget *scroller;

  self->choices = g_ptr_array_new ();
  self->targets = g_array_new (FALSE, FALSE, sizeof (gint));
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_widget_set_margin_top (self->grid, 12);
  gtk_widget_set_margin_bottom (self->grid, 12);
  gtk_widget_set_margin_start (self->grid, 12);
  gtk_widget_set_margin_end (self->grid, 12);
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->grid);
  adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller));
  self->scrollbar = gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL, adjustment);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (update_scrollbar), self, G_CONNECT_SWAPPED);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "card");
  gtk_widget_set_overflow (self->box, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_box_append (GTK_BOX (self->box), self->scrollbar);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}
