/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-coordinates.h"
#include "klaster-import-row.h"
#include "klaster-kind-words.h"
#include "klaster-list.h"

#define BIT(column) (G_GUINT64_CONSTANT (1) << (column))

void
klaster_row_reader_add_problem (KlasterRowReader *self,
                                guint             row,
                                gint              source,
                                gboolean          rejected,
                                const char       *reason)
{
  KlasterImportProblem *problem = g_new0 (KlasterImportProblem, 1);

  problem->row = self->first_row + row + 1;
  problem->line = klaster_sheet_get_line (self->sheet, row);
  problem->column = g_strdup (source >= 0 ? klaster_sheet_get_header (self->sheet, (guint) source) : "");
  if (self->prefixed)
    {
      g_autofree char *column = g_steal_pointer (&problem->column);
      const char *table = klaster_schema_get_table (self->mapping->table)->name;

      problem->column = *column ? g_strdup_printf ("%s.%s", table, column) : g_strdup (table);
    }
  problem->value = g_strdup (source >= 0 ? klaster_sheet_get_cell (self->sheet, row, (guint) source) : "");
  problem->reason = g_strdup (reason);
  problem->rejected = rejected;
  g_ptr_array_add (self->problems, problem);
}

void
klaster_row_reader_reject (KlasterRowReader  *self,
                           guint              row,
                           gint               source,
                           KlasterPendingRow *pending,
                           const char        *reason)
{
  pending->rejected = TRUE;
  klaster_row_reader_add_problem (self, row, source, TRUE, reason);
}

/* Generous bounds of the country, in degrees. */
static gboolean
is_in_uzbekistan (double lon,
                  double lat)
{
  return lon >= 55.9 && lon <= 73.2 && lat >= 37.1 && lat <= 45.7;
}

typedef enum
{
  POSITION_NONE,
  POSITION_GIVEN,
  POSITION_HALF,
  POSITION_UNREADABLE,
} PositionState;

/* As the cells say it, not put in order. @source (out): the cell to show when something is wrong. */
static PositionState
read_position (KlasterRowReader *self,
               guint             row,
               double           *lon,
               double           *lat,
               gboolean         *order_known,
               gint             *source)
{
  gint lon_source = klaster_import_mapping_find (self->mapping, KLASTER_INSTITUTION_LON);
  gint lat_source = klaster_import_mapping_find (self->mapping, KLASTER_INSTITUTION_LAT);
  gint both = klaster_import_mapping_find (self->mapping, KLASTER_IMPORT_TARGET_POSITION);
  const char *lon_cell = lon_source >= 0 ? klaster_sheet_get_cell (self->sheet, row, (guint) lon_source) : "";
  const char *lat_cell = lat_source >= 0 ? klaster_sheet_get_cell (self->sheet, row, (guint) lat_source) : "";
  g_autofree char *joined = NULL;
  gboolean swapped = FALSE;

  *order_known = FALSE;
  *source = both;
  if (both >= 0)
    {
      const char *cell = klaster_sheet_get_cell (self->sheet, row, (guint) both);

      if (*cell == '\0' && *lon_cell == '\0' && *lat_cell == '\0')
        return POSITION_NONE;
      if (*cell)
        {
          /* The reader of typed coordinates puts them in order itself, by letters and by range. */
          *order_known = TRUE;
          return klaster_coordinates_parse (cell, lon, lat, &swapped, NULL) ? POSITION_GIVEN : POSITION_UNREADABLE;
        }
    }
  if (*lon_cell == '\0' && *lat_cell == '\0')
    return POSITION_NONE;
  *source = *lon_cell ? lon_source : lat_source;
  if (*lon_cell == '\0' || *lat_cell == '\0')
    return POSITION_HALF;
  if (klaster_cell_parse_number (lon_cell, self->mapping->decimal, lon)
      && klaster_cell_parse_number (lat_cell, self->mapping->decimal, lat))
    return POSITION_GIVEN;

  /* Degrees, minutes and seconds. */
  joined = g_strdup_printf ("%s %s", lat_cell, lon_cell);
  if (klaster_coordinates_parse (joined, lon, lat, &swapped, NULL))
    {
      *order_known = TRUE;
      return POSITION_GIVEN;
    }
  if (klaster_cell_parse_number (lon_cell, self->mapping->decimal, lon))
    *source = lat_source;

  return POSITION_UNREADABLE;
}

/* A table that this program wrote has the places that the project has, wherever they are. */
static gboolean
guesses_order (KlasterRowReader *self)
{
  return self->mapping->order == KLASTER_COORDINATES_AUTO && klaster_import_mapping_find (self->mapping, 0) < 0;
}

void
klaster_row_reader_detect_order (KlasterRowReader *self)
{
  guint n_normal = 0, n_swapped = 0;

  self->swapped = self->mapping->order == KLASTER_COORDINATES_SWAPPED;
  if (self->mapping->table != KLASTER_TABLE_INSTITUTION || !guesses_order (self))
    return;
  for (guint row = 0; row < klaster_sheet_get_n_rows (self->sheet); row++)
    {
      double lon, lat;
      gboolean order_known;
      gint source;

      if (read_position (self, row, &lon, &lat, &order_known, &source) != POSITION_GIVEN || order_known)
        continue;
      n_normal += is_in_uzbekistan (lon, lat);
      n_swapped += is_in_uzbekistan (lat, lon);
    }
  self->swapped = n_swapped > n_normal && n_swapped >= 3;
}

static void
set_position (KlasterRowReader  *self,
              guint              row,
              KlasterPendingRow *pending)
{
  double lon, lat;
  gboolean order_known;
  gboolean swap = FALSE;
  gint source;
  PositionState state = read_position (self, row, &lon, &lat, &order_known, &source);

  if (state == POSITION_NONE)
    return;
  if (state == POSITION_UNREADABLE)
    {
      klaster_row_reader_reject (self, row, source, pending, _("These are no coordinates in degrees."));
      return;
    }
  if (state == POSITION_HALF)
    {
      klaster_row_reader_add_problem (self, row, source, FALSE,
                                      _("One of latitude and longitude is missing; the place is left unknown."));
      return;
    }

  if (!order_known)
    {
      swap = self->swapped;
      if (guesses_order (self))
        {
          gboolean plausible = swap ? is_in_uzbekistan (lat, lon) : is_in_uzbekistan (lon, lat);
          gboolean plausible_other = swap ? is_in_uzbekistan (lon, lat) : is_in_uzbekistan (lat, lon);

          if (!plausible && plausible_other)
            {
              swap = !swap;
              klaster_row_reader_add_problem (self, row, source, FALSE,
                                              _("Latitude and longitude were the wrong way round and were swapped."));
            }
        }
    }
  if (swap)
    {
      double other = lon;

      lon = lat;
      lat = other;
    }

  if (lon == 0 && lat == 0)
    {
      klaster_row_reader_add_problem (self, row, source, FALSE, _("0, 0 is no place here; the place is left unknown."));
      return;
    }
  if (fabs (lon) > 180 || fabs (lat) > 90)
    {
      klaster_row_reader_reject (self, row, source, pending, _("Longitudes lie between −180 and 180 degrees, latitudes between −90 and 90."));
      return;
    }
  pending->values[KLASTER_INSTITUTION_LON] = KLASTER_REAL (lon);
  pending->values[KLASTER_INSTITUTION_LAT] = KLASTER_REAL (lat);
  pending->given |= BIT (KLASTER_INSTITUTION_LON) | BIT (KLASTER_INSTITUTION_LAT);
  if (!is_in_uzbekistan (lon, lat)
      && !(pending->values[KLASTER_INSTITUTION_KIND].type == KLASTER_VALUE_TEXT
           && strcmp (pending->values[KLASTER_INSTITUTION_KIND].text, "foreign") == 0))
    klaster_row_reader_add_problem (self, row, source, FALSE, _("This place lies outside Uzbekistan."));
}

static const char *
get_name (const KlasterPendingRow *pending)
{
  for (guint i = KLASTER_INSTITUTION_NAME_UZ; i <= KLASTER_INSTITUTION_SHORT_NAME; i++)
    if (pending->values[i].type == KLASTER_VALUE_TEXT)
      return pending->values[i].text;

  return NULL;
}

/* The kind as the row gives it, else by the words of its names, else the default of the import. */
static void
set_kind (KlasterRowReader  *self,
          guint              row,
          KlasterPendingRow *pending)
{
  gint source = klaster_import_mapping_find (self->mapping, KLASTER_INSTITUTION_KIND);
  const char *cell = source >= 0 ? klaster_sheet_get_cell (self->sheet, row, (guint) source) : "";
  const char *fallback = self->mapping->defaults[KLASTER_INSTITUTION_KIND];
  const char *kind = NULL;

  if (pending->has_id && source < 0)
    return;
  if (*cell)
    {
      kind = klaster_vocabulary_find_token (self->snapshot, "institution_kinds", cell);
      if (kind == NULL)
        kind = klaster_kind_guess (cell);
      if (kind)
        pending->given |= BIT (KLASTER_INSTITUTION_KIND);
    }
  for (guint i = KLASTER_INSTITUTION_NAME_UZ; i <= KLASTER_INSTITUTION_SHORT_NAME && kind == NULL; i++)
    if (pending->values[i].type == KLASTER_VALUE_TEXT)
      kind = klaster_kind_guess (pending->values[i].text);
  if (kind == NULL && fallback && *fallback)
    kind = klaster_vocabulary_find_token (self->snapshot, "institution_kinds", fallback);

  if (kind == NULL)
    {
      klaster_row_reader_reject (self, row, source, pending,
                                 *cell ? _("This kind of institution is not known.")
                                       : _("Neither a kind is given nor does the name tell one. A kind for such rows can be set."));
      return;
    }
  if (*cell && !(pending->given & BIT (KLASTER_INSTITUTION_KIND)))
    {
      g_autofree char *reason = NULL;

      /* Translators: %s is a kind of institution, as “school”. */
      reason = g_strdup_printf (_("This kind of institution is not known; the row is taken as “%s”."),
                                klaster_vocabulary_get_name (self->snapshot, "institution_kinds", kind,
                                                             klaster_language_get_default ()));
      klaster_row_reader_add_problem (self, row, source, FALSE, reason);
    }
  pending->values[KLASTER_INSTITUTION_KIND] = KLASTER_TEXT (kind);
}

void
klaster_row_reader_keep (KlasterRowReader  *self,
                         KlasterPendingRow *pending,
                         guint              column,
                         KlasterValue       value)
{
  if (value.type == KLASTER_VALUE_TEXT)
    value.text = g_string_chunk_insert_const (self->texts, value.text);
  pending->values[column] = value;
  if (value.type != KLASTER_VALUE_NULL)
    pending->given |= BIT (column);
}

/* In a table that we wrote ourselves spaces around a text are part of it, and a district is called as it was, unless somebody
 * wrote another. */
static gboolean
is_kept_as_it_is (KlasterRowReader        *self,
                  const KlasterPendingRow *pending,
                  guint                    column,
                  const char              *cell)
{
  KlasterTable table = self->mapping->table;
  KlasterRow *stored;

  if (!pending->has_id)
    return FALSE;
  if (strcmp (klaster_schema_get_column (table, column)->name, "district") != 0)
    return TRUE;
  stored = klaster_snapshot_lookup (self->snapshot, table, pending->id);

  return stored == NULL || g_strcmp0 (klaster_row_get_text (stored, column), cell) == 0;
}

/* The project's own words for areas, by the name that people know them by; NULL: one of them is none. Words that the source
 * itself adds are checked with the edit. */
static char *
translate_own_words (KlasterRowReader         *self,
                     const KlasterColumnInfo  *info,
                     const char               *json,
                     GError                  **error)
{
  g_auto (GStrv) tokens = klaster_list_parse (json);

  for (guint i = 0; tokens && tokens[i]; i++)
    {
      const char *token = klaster_vocabulary_find_token (self->snapshot, info->tokens_name, tokens[i]);

      if (token == NULL && !self->adds_words)
        {
          g_set_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID,
                       _("“%s” is no word of this list, and the project has not added it."), tokens[i]);
          return NULL;
        }
      if (token && strcmp (token, tokens[i]) != 0)
        {
          g_free (tokens[i]);
          tokens[i] = g_strdup (token);
        }
    }

  return tokens ? klaster_list_format ((const char *const *) tokens) : NULL;
}

static gboolean
parse_cell (KlasterRowReader  *self,
            guint              column,
            const char        *cell,
            KlasterPendingRow *pending,
            GError           **error)
{
  KlasterTable table = self->mapping->table;
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);
  g_autofree char *text = NULL;
  KlasterValue value;
  double number;

  if (info->type == KLASTER_COLUMN_REAL && klaster_cell_parse_number (cell, self->mapping->decimal, &number))
    {
      value = KLASTER_REAL (number);
      if (!klaster_value_validate (table, column, value, error))
        return FALSE;
    }
  else if (info->type == KLASTER_COLUMN_TEXT && is_kept_as_it_is (self, pending, column, cell))
    {
      value = KLASTER_TEXT (cell);
      if (!klaster_value_validate (table, column, value, error))
        return FALSE;
      klaster_row_reader_keep (self, pending, column, value);
      return TRUE;
    }
  else if (info->type == KLASTER_COLUMN_LIST && g_str_has_prefix (cell, "["))
    {
      value = KLASTER_TEXT (cell);
      if (!klaster_value_validate (table, column, value, error))
        return FALSE;
    }
  else if (!klaster_value_parse (table, column, cell, &value, &text, error))
    return FALSE;

  if (value.type == KLASTER_VALUE_TEXT && info->type == KLASTER_COLUMN_TEXT && strcmp (info->name, "district") == 0)
    {
      const KlasterDistrict *district = klaster_districts_find (value.text);

      if (district)
        value.text = district->names[KLASTER_LANGUAGE_UZ];
    }
  if (value.type == KLASTER_VALUE_TEXT && info->type == KLASTER_COLUMN_LIST)
    {
      g_autofree char *own = translate_own_words (self, info, value.text, error);

      if (own == NULL)
        return FALSE;
      value.text = g_string_chunk_insert_const (self->texts, own);
    }
  klaster_row_reader_keep (self, pending, column, value);

  return TRUE;
}

static gboolean
is_special (KlasterTable table,
            guint        column)
{
  return table == KLASTER_TABLE_INSTITUTION
         && (column == KLASTER_INSTITUTION_LON || column == KLASTER_INSTITUTION_LAT || column == KLASTER_INSTITUTION_KIND);
}

static void
read_cells (KlasterRowReader  *self,
            guint              row,
            KlasterPendingRow *pending)
{
  KlasterTable table = self->mapping->table;

  for (guint source = 0; source < self->mapping->n_sources; source++)
    {
      gint target = self->mapping->targets[source];
      const char *cell = klaster_sheet_get_cell (self->sheet, row, source);
      g_autoptr (GError) error = NULL;

      if (target < 1 || *cell == '\0' || is_special (table, (guint) target)
          || klaster_schema_get_column (table, (guint) target)->type == KLASTER_COLUMN_REFERENCE)
        continue;
      if (!parse_cell (self, (guint) target, cell, pending, &error))
        klaster_row_reader_reject (self, row, (gint) source, pending, klaster_edit_error_get_reason (error));
    }
}

static void
read_id (KlasterRowReader  *self,
         guint              row,
         KlasterPendingRow *pending)
{
  gint source = klaster_import_mapping_find (self->mapping, 0);
  const char *cell = source >= 0 ? klaster_sheet_get_cell (self->sheet, row, (guint) source) : "";
  guint64 id;

  if (*cell == '\0')
    pending->id = klaster_id_new ();
  else if (g_ascii_string_to_unsigned (cell, 10, 1, KLASTER_ID_MAX, &id, NULL))
    {
      pending->id = (gint64) id;
      pending->has_id = TRUE;
    }
  else
    klaster_row_reader_reject (self, row, source, pending, _("An identifier is a whole number from 1 to 9007199254740991."));
}

gboolean
klaster_row_reader_is_in_project (KlasterRowReader        *self,
                                  const KlasterPendingRow *pending)
{
  return pending->has_id && klaster_snapshot_lookup (self->snapshot, self->mapping->table, pending->id);
}

/* What stands where the row says nothing, and what must not be missing. A record that is only changed keeps its values. */
static void
fill_in (KlasterRowReader  *self,
         guint              row,
         KlasterPendingRow *pending)
{
  KlasterTable table = self->mapping->table;
  const KlasterTableInfo *info = klaster_schema_get_table (table);

  if (klaster_row_reader_is_in_project (self, pending))
    return;
  for (guint column = 1; column < info->n_columns; column++)
    {
      const char *text = self->mapping->defaults[column];
      g_autofree char *own = NULL;
      KlasterValue value;

      if (pending->values[column].type != KLASTER_VALUE_NULL || text == NULL || is_special (table, column)
          || info->columns[column].type == KLASTER_COLUMN_REFERENCE)
        continue;
      if (klaster_value_parse (table, column, text, &value, &own, NULL))
        {
          if (value.type == KLASTER_VALUE_TEXT)
            value.text = g_string_chunk_insert_const (self->texts, value.text);
          pending->values[column] = value;
        }
    }
  for (guint column = 1; column < info->n_columns && !pending->rejected; column++)
    if ((info->columns[column].flags & KLASTER_COLUMN_REQUIRED) && pending->values[column].type == KLASTER_VALUE_NULL
        && info->columns[column].type != KLASTER_COLUMN_REFERENCE)
      {
        g_autofree char *reason = NULL;

        /* Translators: %s is the name of a column, as “Role”. */
        reason = g_strdup_printf (_("“%s” is missing."),
                                  klaster_vocabulary_get_column_name (table, column, klaster_language_get_default ()));
        klaster_row_reader_reject (self, row, klaster_import_mapping_find (self->mapping, (gint) column), pending, reason);
      }
}

/* More cells than headers means that a separator within a text was not quoted: everything behind it is shifted. */
static void
check_width (KlasterRowReader  *self,
             guint              row,
             KlasterPendingRow *pending)
{
  guint n_headers = klaster_sheet_get_n_headers (self->sheet);
  guint n_cells = klaster_sheet_get_n_cells (self->sheet, row);

  for (guint i = n_headers; i < n_cells; i++)
    if (*klaster_sheet_get_cell (self->sheet, row, i))
      {
        klaster_row_reader_reject (self, row, -1, pending,
                                   _("The row has more cells than the header, so cells may be in the wrong column."));
        return;
      }
  if (n_cells < n_headers)
    klaster_row_reader_add_problem (self, row, -1, FALSE, _("The row has fewer cells than the header."));
}

/**
 * klaster_row_reader_read:
 * @self: a reader
 * @row: position of a row
 * @pending: (inout): the row; its values are all null before
 *
 * To be called for one row after the other. Turns cells into values, all but references, and notes every problem, so that a person can repair all of them at once.
 */
void
klaster_row_reader_read (KlasterRowReader  *self,
                         guint              row,
                         KlasterPendingRow *pending)
{
  /* The reader of the source noted its problems in the order of rows. */
  for (; self->next_problem < klaster_sheet_get_n_problems (self->sheet); self->next_problem++)
    {
      const KlasterSheetProblem *problem = klaster_sheet_get_problem (self->sheet, self->next_problem);

      if (problem->row > row)
        break;
      klaster_row_reader_add_problem (self, row, problem->column == G_MAXUINT ? -1 : (gint) problem->column,
                                      problem->rejected, problem->reason);
      pending->rejected = pending->rejected || problem->rejected;
    }
  check_width (self, row, pending);
  if (pending->rejected)
    return;

  read_id (self, row, pending);
  read_cells (self, row, pending);
  if (self->mapping->table == KLASTER_TABLE_INSTITUTION)
    {
      set_kind (self, row, pending);
      set_position (self, row, pending);
      if (get_name (pending) == NULL && !pending->has_id && !pending->rejected)
        klaster_row_reader_reject (self, row, klaster_import_mapping_find (self->mapping, KLASTER_INSTITUTION_NAME_UZ), pending,
                                   _("The institution has no name."));
    }
  fill_in (self, row, pending);
  pending->values[0] = KLASTER_INTEGER (pending->id);
}
