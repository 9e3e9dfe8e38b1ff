/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-coordinates.h"
#include "klaster-edit.h"
#include "klaster-encoding.h"
#include "klaster-exchange-columns.h"
#include "klaster-header-words.h"
#include "klaster-import-cells.h"
#include "klaster-import-mapping.h"
#include "klaster-kind-words.h"

/* Values are looked at in this many rows. */
#define SAMPLE_ROWS 200
/* A header that scores less says nothing. */
#define ENOUGH 50

typedef struct
{
  guint source;
  KlasterHeaderGuess guess;
} Candidate;

KlasterImportMapping *
klaster_import_mapping_copy (const KlasterImportMapping *self)
{
  KlasterImportMapping *copy;
  guint n_columns;

  g_return_val_if_fail (self != NULL, NULL);

  n_columns = klaster_schema_get_table (self->table)->n_columns;
  copy = g_memdup2 (self, sizeof *self);
  copy->targets = g_memdup2 (self->targets, self->n_sources * sizeof *self->targets);
  copy->defaults = g_new0 (char *, n_columns);
  for (guint i = 0; i < n_columns; i++)
    copy->defaults[i] = g_strdup (self->defaults[i]);

  return copy;
}

void
klaster_import_mapping_free (KlasterImportMapping *self)
{
  guint n_columns = klaster_schema_get_table (self->table)->n_columns;

  for (guint i = 0; i < n_columns; i++)
    g_free (self->defaults[i]);
  g_free (self->defaults);
  g_free (self->targets);
  g_free (self);
}

gint
klaster_import_mapping_find (const KlasterImportMapping *self,
                             gint                        target)
{
  g_return_val_if_fail (self != NULL, -1);

  for (guint i = 0; i < self->n_sources; i++)
    if (self->targets[i] == target)
      return (gint) i;

  return -1;
}

gboolean
klaster_import_mapping_has (const KlasterImportMapping *self,
                            guint                       column)
{
  return klaster_import_mapping_find (self, (gint) column) >= 0
         || klaster_import_mapping_find (self, KLASTER_IMPORT_TARGET_NAME (column)) >= 0;
}

gboolean
klaster_import_mapping_has_list (const KlasterImportMapping *self,
                                 guint                       list)
{
  return klaster_import_mapping_find (self, KLASTER_IMPORT_TARGET_LIST_IDS (list)) >= 0
         || klaster_import_mapping_find (self, KLASTER_IMPORT_TARGET_LIST_NAMES (list)) >= 0;
}

const char *
klaster_import_target_get_name (KlasterTable table,
                                gint         target)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  const KlasterExchangeList *list;

  if (target == KLASTER_IMPORT_TARGET_POSITION)
    return "position";
  for (guint i = 0; (list = klaster_exchange_get_list (table, i)); i++)
    if (target == KLASTER_IMPORT_TARGET_LIST_IDS (i) || target == KLASTER_IMPORT_TARGET_LIST_NAMES (i))
      return target == KLASTER_IMPORT_TARGET_LIST_IDS (i) ? list->ids_header : list->names_header;
  if (target >= 0 && target < (gint) info->n_columns)
    return info->columns[target].name;
  for (guint column = 0; column < info->n_columns; column++)
    if (target == KLASTER_IMPORT_TARGET_NAME (column))
      return klaster_exchange_get_name_header (table, column);

  return NULL;
}

void
klaster_import_mapping_set_target (KlasterImportMapping *self,
                                   guint                 source,
                                   gint                  target)
{
  gint before;

  g_return_if_fail (self != NULL);
  g_return_if_fail (source < self->n_sources);

  before = target == KLASTER_IMPORT_TARGET_NONE ? -1 : klaster_import_mapping_find (self, target);
  if (before >= 0)
    self->targets[before] = KLASTER_IMPORT_TARGET_NONE;
  self->targets[source] = target;
}

/* In which form a column of names is written: by its letters. */
static guint
guess_name_column (KlasterTable  table,
                   KlasterSheet *sheet,
                   guint         source)
{
  guint n_rows = MIN (klaster_sheet_get_n_rows (sheet), SAMPLE_ROWS);
  guint n_cyrillic = 0, n_latin = 0, n_uzbek = 0;
  const char *name = "name_uz";

  for (guint row = 0; row < n_rows; row++)
    {
      const char *cell = klaster_sheet_get_cell (sheet, row, source);

      for (const char *c = cell; *c; c = g_utf8_next_char (c))
        {
          gunichar character = g_utf8_get_char (c);

          n_cyrillic += character >= 0x400 && character < 0x530;
          n_latin += character < 0x400 && g_unichar_isalpha (character);
          n_uzbek += g_utf8_strchr ("ўқғҳЎҚҒҲ", -1, character) != NULL;
        }
      n_uzbek += strstr (cell, "мактаб") || strstr (cell, "Мактаб") || strstr (cell, "богча") || strstr (cell, "лицейи");
    }
  if (n_cyrillic > n_latin)
    name = n_uzbek > 0 ? "name_uz_cyrl" : "name_ru";

  return (guint) klaster_schema_find_column (table, name);
}

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *left = a, *right = b;

  if (left->guess.score != right->guess.score)
    return left->guess.score < right->guess.score ? 1 : -1;
  return left->source < right->source ? -1 : left->source > right->source;
}

static void
assign (KlasterImportMapping *self,
        guint                 source,
        gint                  target)
{
  if (self->targets[source] == KLASTER_IMPORT_TARGET_NONE && klaster_import_mapping_find (self, target) < 0)
    self->targets[source] = target;
}

static void
guess_by_headers (KlasterImportMapping *self,
                  KlasterSheet         *sheet,
                  const gboolean       *decided)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (guint source = 0; source < self->n_sources; source++)
    {
      g_autoptr (GArray) guesses = NULL;

      if (decided[source])
        continue;
      guesses = klaster_header_guess (self->table, klaster_sheet_get_header (sheet, source));
      for (guint i = 0; i < guesses->len; i++)
        {
          Candidate candidate = { source, g_array_index (guesses, KlasterHeaderGuess, i) };

          if (candidate.guess.score < ENOUGH)
            continue;
          if (candidate.guess.any_name)
            candidate.guess.column = (gint) guess_name_column (self->table, sheet, source);
          g_array_append_val (candidates, candidate);
        }
    }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      assign (self, candidate->source, candidate->guess.column);
    }
}

typedef gboolean (*CellTest) (const char *cell, char decimal);

static gboolean
is_longitude (const char *cell,
              char        decimal)
{
  double number;

  return klaster_cell_parse_number (cell, decimal, &number) && number >= 55.5 && number <= 73.5;
}

static gboolean
is_latitude (const char *cell,
             char        decimal)
{
  double number;

  return klaster_cell_parse_number (cell, decimal, &number) && number >= 36.5 && number <= 46 && strpbrk (cell, ".,") != NULL;
}

static gboolean
is_position (const char *cell,
             char        decimal)
{
  double lon, lat;

  return klaster_coordinates_parse (cell, &lon, &lat, NULL, NULL);
}

static gboolean
is_district (const char *cell,
             char        decimal)
{
  return klaster_districts_find (cell) != NULL;
}

static gboolean
is_kind (const char *cell,
         char        decimal)
{
  return klaster_vocabulary_find_token (NULL, "institution_kinds", cell) != NULL;
}

static gboolean
is_email (const char *cell,
          char        decimal)
{
  const char *at = strchr (cell, '@');

  return at && at > cell && strchr (at, '.') && strchr (cell, ' ') == NULL;
}

static gboolean
is_website (const char *cell,
            char        decimal)
{
  return g_str_has_prefix (cell, "http://") || g_str_has_prefix (cell, "https://") || g_str_has_prefix (cell, "www.");
}

static gboolean
is_phone (const char *cell,
          char        decimal)
{
  guint n_digits = 0;

  for (const char *c = cell; *c; c++)
    if (g_ascii_isdigit (*c))
      n_digits++;
    else if (strchr ("+() -", *c) == NULL)
      return FALSE;

  return n_digits >= 9 && n_digits <= 13;
}

static gboolean
is_name (const char *cell,
         char        decimal)
{
  return klaster_kind_guess (cell) != NULL;
}

/* The column most of whose cells pass @test, if those are four in five of the filled ones; -1: none. */
static gint
find_by_values (const KlasterImportMapping *self,
                KlasterSheet               *sheet,
                const gboolean             *decided,
                CellTest                    test)
{
  guint n_rows = MIN (klaster_sheet_get_n_rows (sheet), SAMPLE_ROWS);
  guint most = 0;
  gint best = -1;

  for (guint source = 0; source < self->n_sources; source++)
    {
      guint n_filled = 0, n_passed = 0;

      if (decided[source] || self->targets[source] != KLASTER_IMPORT_TARGET_NONE)
        continue;
      for (guint row = 0; row < n_rows; row++)
        {
          const char *cell = klaster_sheet_get_cell (sheet, row, source);

          if (*cell)
            {
              n_filled++;
              n_passed += test (cell, self->decimal);
            }
        }
      if (n_passed > most && n_passed * 5 >= n_filled * 4)
        {
          most = n_passed;
          best = (gint) source;
        }
    }

  return best;
}

static void
guess_by_values (KlasterImportMapping *self,
                 KlasterSheet         *sheet,
                 const gboolean       *decided)
{
  static const struct
  {
    const char *column;
    CellTest test;
  } tests[] = {
    { "lon", is_longitude }, { "lat", is_latitude }, { "district", is_district }, { "kind", is_kind },
    { "email", is_email }, { "website", is_website }, { "phone", is_phone },
  };
  gboolean has_name = FALSE;
  gint source;

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      gint column = klaster_schema_find_column (self->table, tests[i].column);

      if (column < 0 || klaster_import_mapping_find (self, column) >= 0)
        continue;
      /* Longitudes alone are no position, and a single cell may already hold both. */
      if (i < 2 && klaster_import_mapping_find (self, KLASTER_IMPORT_TARGET_POSITION) >= 0)
        continue;
      source = find_by_values (self, sheet, decided, tests[i].test);
      if (source >= 0)
        assign (self, (guint) source, column);
    }

  if (self->table != KLASTER_TABLE_INSTITUTION)
    return;
  if (klaster_import_mapping_find (self, KLASTER_INSTITUTION_LON) < 0
      && klaster_import_mapping_find (self, KLASTER_INSTITUTION_LAT) < 0
      && klaster_import_mapping_find (self, KLASTER_IMPORT_TARGET_POSITION) < 0
      && (source = find_by_values (self, sheet, decided, is_position)) >= 0)
    self->targets[source] = KLASTER_IMPORT_TARGET_POSITION;
  for (gint i = KLASTER_INSTITUTION_NAME_UZ; i <= KLASTER_INSTITUTION_SHORT_NAME; i++)
    has_name = has_name || klaster_import_mapping_find (self, i) >= 0;
  if (!has_name && (source = find_by_values (self, sheet, decided, is_name)) >= 0)
    assign (self, (guint) source, (gint) guess_name_column (self->table, sheet, (guint) source));
}

static gboolean
is_own_header (KlasterTable table,
               const char  *header)
{
  g_autoptr (GArray) columns = klaster_exchange_list_columns (table, FALSE);

  for (guint i = 0; i < columns->len; i++)
    if (strcmp (g_array_index (columns, KlasterExchangeColumn, i).header, header) == 0)
      return TRUE;

  return FALSE;
}

/* A table that this program wrote: its headers are all ours. Of several tables that have all of them the one that lacks
 * least; with the same lack the first. */
static gboolean
guess_own_table (KlasterSheet *sheet,
                 KlasterTable *table)
{
  guint n_columns = klaster_sheet_get_n_columns (sheet);
  guint best = 0;

  if (n_columns < 3 || strcmp (klaster_sheet_get_header (sheet, 0), "id") != 0)
    return FALSE;
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      g_autoptr (GArray) columns = klaster_exchange_list_columns (t, FALSE);
      guint n_own = 0;

      for (guint i = 0; i < n_columns && !klaster_schema_is_internal (t); i++)
        n_own += is_own_header (t, klaster_sheet_get_header (sheet, i));
      if (n_own == n_columns && 1000 * n_own / columns->len > best)
        {
          best = 1000 * n_own / columns->len;
          *table = t;
        }
    }

  return best > 0;
}

/* How many columns of the table the headers call by a word for them. */
static guint
count_meant (KlasterTable  table,
             KlasterSheet *sheet)
{
  g_autoptr (GHashTable) meant = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < MIN (klaster_sheet_get_n_columns (sheet), 100); i++)
    {
      g_autoptr (GArray) guesses = klaster_header_guess (table, klaster_sheet_get_header (sheet, i));

      if (guesses->len > 0 && g_array_index (guesses, KlasterHeaderGuess, 0).score >= KLASTER_HEADER_KNOWN)
        g_hash_table_add (meant, GINT_TO_POINTER (g_array_index (guesses, KlasterHeaderGuess, 0).column));
    }

  return g_hash_table_size (meant);
}

/**
 * klaster_import_guess_table:
 * @sheet: the rows of a source
 * @fallback: where they go if nothing else is clear
 *
 * A table that this program wrote tells by its headers which it is; so does a foreign one whose headers are clearly about
 * cooperations, agreements or obligations.
 *
 * Returns: where the rows go
 */
KlasterTable
klaster_import_guess_table (KlasterSheet *sheet,
                            KlasterTable  fallback)
{
  static const KlasterTable candidates[] = { KLASTER_TABLE_INSTITUTION, KLASTER_TABLE_COOPERATION, KLASTER_TABLE_AGREEMENT,
                                             KLASTER_TABLE_OBLIGATION };
  KlasterTable table = fallback;
  guint most;

  if (!klaster_sheet_get_has_header (sheet))
    return fallback;
  if (guess_own_table (sheet, &table))
    return table;
  most = count_meant (fallback, sheet) + 1;
  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      guint n = count_meant (candidates[i], sheet);

      if (n > most)
        {
          most = n;
          table = candidates[i];
        }
    }

  return table;
}

/* A foreign table's "id" is not ours: only a table that we wrote ourselves brings identifiers back. */
static void
drop_foreign_ids (KlasterImportMapping *self,
                  KlasterSheet         *sheet,
                  const gboolean       *decided)
{
  gint source = klaster_import_mapping_find (self, 0);
  gboolean ours = TRUE;

  if (source < 0 || decided[source])
    return;
  for (guint i = 0; i < self->n_sources && ours; i++)
    ours = (gint) i == klaster_sheet_get_lon_column (sheet) || (gint) i == klaster_sheet_get_lat_column (sheet)
           || is_own_header (self->table, klaster_sheet_get_header (sheet, i));
  for (guint row = 0; row < klaster_sheet_get_n_rows (sheet) && ours; row++)
    {
      const char *cell = klaster_sheet_get_cell (sheet, row, (guint) source);

      ours = *cell == '\0' || g_ascii_string_to_unsigned (cell, 10, 1, KLASTER_ID_MAX, NULL, NULL);
    }
  if (!ours)
    self->targets[source] = KLASTER_IMPORT_TARGET_NONE;
}

static gint
find_source (KlasterSheet *sheet,
             const char   *name)
{
  guint n = klaster_sheet_get_n_columns (sheet);

  for (guint i = 0; i < n; i++)
    if (strcmp (klaster_sheet_get_header (sheet, i), name) == 0)
      return (gint) i;
  for (guint i = 0; i < n; i++)
    if (g_ascii_strcasecmp (klaster_sheet_get_header (sheet, i), name) == 0)
      return (gint) i;
  for (guint i = 0; i < n; i++)
    if (strcmp (klaster_sheet_get_letter (sheet, i), name) == 0)
      return (gint) i;

  return -1;
}

static gboolean
find_target (KlasterTable   table,
             const char    *name,
             gint          *target,
             GError       **error)
{
  if (*name == '\0')
    {
      *target = KLASTER_IMPORT_TARGET_NONE;
      return TRUE;
    }
  if (strcmp (name, "position") == 0 && klaster_schema_find_column (table, "lon") >= 0
      && klaster_schema_find_column (table, "position") < 0)
    {
      *target = KLASTER_IMPORT_TARGET_POSITION;
      return TRUE;
    }
  *target = klaster_schema_find_column (table, name);
  for (gint other = KLASTER_IMPORT_TARGET_LIST_IDS (0);
       *target < 0 && other >= KLASTER_IMPORT_TARGET_LIST_NAMES (KLASTER_EXCHANGE_LISTS_MAX - 1); other--)
    if (g_strcmp0 (klaster_import_target_get_name (table, other), name) == 0)
      *target = other;
  for (guint column = 0; *target == -1 && column < klaster_schema_get_table (table)->n_columns; column++)
    if (g_strcmp0 (klaster_exchange_get_name_header (table, column), name) == 0)
      *target = KLASTER_IMPORT_TARGET_NAME (column);
  if (*target < 0 && *target != -1)
    return TRUE;
  if (*target < 0)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_MAPPING,
                   _("The mapping names the column “%s”, which %s do not have."), name, klaster_schema_get_table (table)->plural);
      return FALSE;
    }
  if (klaster_schema_get_column (table, (guint) *target)->flags & KLASTER_COLUMN_DERIVED)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_MAPPING,
                   _("The mapping names the column “%s”, which is computed and cannot be imported."), name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
apply_settings (KlasterImportMapping         *self,
                KlasterSheet                 *sheet,
                const KlasterImportSettings  *settings,
                gboolean                     *decided,
                GError                      **error)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, settings->columns);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gint source = find_source (sheet, key);
      gint target;

      if (source < 0)
        {
          g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_MAPPING,
                       _("The mapping names the column “%s”, which the source does not have."), (const char *) key);
          return FALSE;
        }
      if (!find_target (self->table, value, &target, error))
        return FALSE;
      if (target != KLASTER_IMPORT_TARGET_NONE && klaster_import_mapping_find (self, target) >= 0)
        {
          g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_MAPPING,
                       _("The mapping gives two columns to “%s”."), (const char *) value);
          return FALSE;
        }
      self->targets[source] = target;
      decided[source] = TRUE;
    }

  g_hash_table_iter_init (&iter, settings->defaults);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_autoptr (GError) value_error = NULL;
      g_autofree char *text = NULL;
      KlasterValue parsed;
      gint target;

      if (!find_target (self->table, key, &target, error))
        return FALSE;
      if (target < 1 || *(const char *) value == '\0')
        continue;
      if (klaster_schema_get_column (self->table, (guint) target)->type != KLASTER_COLUMN_REFERENCE
          && !klaster_value_parse (self->table, (guint) target, value, &parsed, &text, &value_error))
        {
          g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_MAPPING,
                       _("The mapping’s default for “%s” cannot be used. %s"), (const char *) key, value_error->message);
          return FALSE;
        }
      g_free (self->defaults[target]);
      self->defaults[target] = g_strdup (value);
    }

  return TRUE;
}

/**
 * klaster_import_mapping_guess:
 * @sheet: the rows of the source
 * @snapshot: the project
 * @settings: what was decided; the rest is guessed
 * @error: return location, %KLASTER_IMPORT_ERROR_MAPPING when the settings name what is not there
 *
 * Finds for every column of the source where it goes: by what was decided, by headers in four languages, and where those
 * say nothing by the values (coordinates in Uzbekistan's range, names of districts, kinds).
 *
 * Returns: (transfer full) (nullable): the mapping, %NULL on error
 */
KlasterImportMapping *
klaster_import_mapping_guess (KlasterSheet                 *sheet,
                              KlasterSnapshot              *snapshot,
                              const KlasterImportSettings  *settings,
                              GError                      **error)
{
  g_autoptr (KlasterImportMapping) self = g_new0 (KlasterImportMapping, 1);
  g_autofree gboolean *decided = NULL;
  g_autofree gboolean *kept = NULL; /* those, and columns whose name another one has: they wait for a decision */
  g_autoptr (GArray) repeats = NULL;
  gint lon, lat;

  g_return_val_if_fail (sheet != NULL, NULL);
  g_return_val_if_fail (settings != NULL, NULL);

  self->table = settings->table;
  self->n_sources = klaster_sheet_get_n_columns (sheet);
  self->targets = g_new (gint, self->n_sources + 1);
  for (guint i = 0; i < self->n_sources; i++)
    self->targets[i] = KLASTER_IMPORT_TARGET_NONE;
  self->defaults = g_new0 (char *, klaster_schema_get_table (self->table)->n_columns);
  self->decimal = settings->decimal ? settings->decimal : klaster_csv_detect_decimal_comma (sheet) ? ',' : '.';
  self->order = settings->order;
  self->duplicates = settings->duplicates;
  self->distance = settings->distance;
  if (self->table == KLASTER_TABLE_INSTITUTION)
    self->defaults[KLASTER_INSTITUTION_ROLE] = g_strdup ("candidate");

  decided = g_new0 (gboolean, self->n_sources + 1);
  if (!apply_settings (self, sheet, settings, decided, error))
    return NULL;

  /* The format itself may say where the position is (GeoJSON). */
  lon = klaster_sheet_get_lon_column (sheet);
  lat = klaster_sheet_get_lat_column (sheet);
  if (lon >= 0 && lat >= 0 && self->table == KLASTER_TABLE_INSTITUTION && !decided[lon] && !decided[lat])
    {
      klaster_import_mapping_set_target (self, (guint) lon, KLASTER_INSTITUTION_LON);
      klaster_import_mapping_set_target (self, (guint) lat, KLASTER_INSTITUTION_LAT);
    }
  kept = g_memdup2 (decided, (self->n_sources + 1) * sizeof *decided);
  repeats = klaster_sheet_list_repeated_headers (sheet);
  for (guint i = 0; i < repeats->len; i++)
    kept[g_array_index (repeats, KlasterSheetRepeat, i).column] = TRUE;
  if (klaster_sheet_get_has_header (sheet))
    guess_by_headers (self, sheet, kept);
  drop_foreign_ids (self, sheet, decided);
  guess_by_values (self, sheet, kept);

  return g_steal_pointer (&self);
}
