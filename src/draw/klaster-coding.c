/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-classes.h"
#include "klaster-coding.h"
#include "klaster-text.h"
#include "klaster-translation.h"

/* Diameters at 100 % text: of the largest number, of the smallest that can still be hit, of one that nobody knows */
#define SIZE_MOST 42.0
#define SIZE_LEAST 8.0
#define SIZE_UNKNOWN 12.0
#define MAX_STEPS 4

G_STATIC_ASSERT (KLASTER_CLASS_OTHER < KLASTER_CLASS_UNKNOWN);
G_STATIC_ASSERT (KLASTER_N_STEPS <= KLASTER_CLASS_OTHER);
G_STATIC_ASSERT ((int) KLASTER_N_ROLES <= (int) KLASTER_N_CATEGORIES);

struct _KlasterCoding
{
  gatomicrefcount ref_count;
  KlasterAttribute color_by, size_by;
  KlasterLanguage language;
  char *names[KLASTER_N_CLASSES];             /* (nullable): none of that class */
  const KlasterColor *colors[KLASTER_N_CLASSES];
  gint64 *ids;                                /* of institutions, ascending; those below go with it */
  guint n_ids;
  guint8 *classes;                            /* (nullable): by kind */
  double *color_numbers;                      /* (nullable): the colour tells no number */
  double *size_numbers;                       /* (nullable): all have one size */
  double most;                                /* the largest number that a size tells; NAN: none is known */
  KlasterSizeStep steps[MAX_STEPS];
  guint n_steps;
};

static double
get_diameter (double number,
              double most)
{
  return number > 0 ? MAX (SIZE_MOST * sqrt (number / most), SIZE_LEAST) : SIZE_LEAST;
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* (transfer full): those that are known, ascending */
static double *
sort_known (const double *numbers,
            guint         n_numbers,
            guint        *n_known)
{
  double *known = g_new (double, n_numbers + 1);

  *n_known = 0;
  for (guint i = 0; i < n_numbers; i++)
    if (!isnan (numbers[i]))
      known[(*n_known)++] = numbers[i];
  qsort (known, *n_known, sizeof *known, compare_numbers);

  return known;
}

/* "10–19", "≥ 200", or the one number that all in the class have */
static char *
name_class (const double *known,
            guint         n_known,
            const double *limits,
            guint         n_limits,
            guint         class)
{
  double low = G_MAXDOUBLE, high = -G_MAXDOUBLE;
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  for (guint i = 0; i < n_known; i++)
    if (klaster_classes_find (limits, n_limits, known[i]) == class)
      {
        low = MIN (low, known[i]);
        high = MAX (high, known[i]);
      }
  if (low == high)
    return klaster_text_group_digits (low);
  first = klaster_text_group_digits (class > 0 ? limits[class - 1] : low);
  last = klaster_text_group_digits (class < n_limits ? limits[class] - 1 : high);
  if (class == n_limits)
    return g_strdup_printf ("≥\u00a0%s", first);
  if (class == 0)
    return g_strdup_printf ("≤\u00a0%s", last);

  return strcmp (first, last) == 0 ? g_strdup (first) : g_strdup_printf ("%s–%s", first, last);
}

static void
make_number_classes (KlasterCoding        *self,
                     const KlasterPalette *palette)
{
  double limits[KLASTER_N_STEPS - 1];
  guint n_known, n_limits;
  g_autofree double *known = sort_known (self->color_numbers, self->n_ids, &n_known);

  n_limits = klaster_classes_find_limits (known, n_known, limits);
  for (guint class = 0; class <= n_limits && n_known > 0; class++)
    {
      self->names[class] = name_class (known, n_known, limits, n_limits, class);
      /* Fewer classes lie as far apart as the scale allows. */
      self->colors[class] = &palette->steps[n_limits > 0 ? class * (KLASTER_N_STEPS - 1) / n_limits : KLASTER_N_STEPS / 2];
    }
  for (guint i = 0; i < self->n_ids; i++)
    self->classes[i] = isnan (self->color_numbers[i])
                         ? KLASTER_CLASS_UNKNOWN
                         : (guint8) klaster_classes_find (limits, n_limits, self->color_numbers[i]);
}

typedef struct
{
  char *key;
  const char *name;
  guint n;
  guint8 class;
} Category;

static void
free_category (gpointer data)
{
  Category *category = data;

  g_free (category->key);
  g_free (category);
}

static int
compare_frequency (gconstpointer a,
                   gconstpointer b)
{
  const Category *first = *(Category *const *) a, *second = *(Category *const *) b;

  if (first->n != second->n)
    return first->n > second->n ? -1 : 1;
  return klaster_text_compare (first->name, second->name);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return klaster_text_compare ((*(Category *const *) a)->name, (*(Category *const *) b)->name);
}

/* (nullable): as somebody wrote it */
static const char *
get_text (const KlasterRow *row,
          KlasterAttribute  attribute)
{
  const char *text = klaster_row_get_text (row, attribute == KLASTER_ATTRIBUTE_DISTRICT ? KLASTER_INSTITUTION_DISTRICT
                                                                                        : KLASTER_INSTITUTION_FOUNDER);

  return text != NULL && *text != '\0' ? text : NULL;
}

static const char *
get_shown_text (const char       *text,
                KlasterAttribute  attribute,
                KlasterLanguage   language)
{
  const KlasterDistrict *district = attribute == KLASTER_ATTRIBUTE_DISTRICT ? klaster_districts_find (text) : NULL;

  return district != NULL ? district->names[language] : text;
}

/* The most frequent have a colour each, given out in the order of names, so that one more member changes no colour as long as
 * the same ones are the most frequent. */
static void
make_text_classes (KlasterCoding        *self,
                   KlasterSnapshot      *snapshot,
                   const KlasterPalette *palette)
{
  g_autoptr (GHashTable) by_text = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) categories = g_ptr_array_new_with_free_func (free_category);
  g_autofree Category **of = g_new0 (Category *, self->n_ids + 1);
  KlasterRowIter iter;
  KlasterRow *row;
  guint n_named;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  for (guint i = 0; klaster_row_iter_next (&iter, &row); i++)
    {
      const char *text = get_text (row, self->color_by);

      if (text == NULL)
        continue;
      of[i] = g_hash_table_lookup (by_text, text);
      if (of[i] == NULL)
        {
          const char *name = get_shown_text (text, self->color_by, self->language);
          g_autofree char *key = klaster_text_fold (name);

          /* Spelled in several ways it is still one. */
          of[i] = g_hash_table_lookup (by_key, key);
          if (of[i] == NULL)
            {
              of[i] = g_new0 (Category, 1);
              of[i]->key = g_steal_pointer (&key);
              of[i]->name = name;
              g_hash_table_insert (by_key, of[i]->key, of[i]);
              g_ptr_array_add (categories, of[i]);
            }
          g_hash_table_insert (by_text, (gpointer) text, of[i]);
        }
      of[i]->n++;
    }
  g_ptr_array_sort (categories, compare_frequency);
  n_named = MIN (categories->len, KLASTER_N_CATEGORIES);
  if (categories->len > n_named)
    /* Translators: in a legend, after the most frequent founders or districts: all that have no colour of their own */
    self->names[KLASTER_CLASS_OTHER] = g_strdup (klaster_translate_c (self->language, "legend", "Other"));
  for (guint i = n_named; i < categories->len; i++)
    ((Category *) categories->pdata[i])->class = KLASTER_CLASS_OTHER;
  qsort (categories->pdata, n_named, sizeof (gpointer), compare_names);
  for (guint i = 0; i < n_named; i++)
    {
      Category *category = categories->pdata[i];

      category->class = (guint8) i;
      self->names[i] = g_strdup (category->name);
      self->colors[i] = &palette->categories[i];
    }
  for (guint i = 0; i < self->n_ids; i++)
    self->classes[i] = of[i] != NULL ? of[i]->class : KLASTER_CLASS_UNKNOWN;
}

static void
make_role_classes (KlasterCoding        *self,
                   KlasterSnapshot      *snapshot,
                   const KlasterPalette *palette)
{
  const char *const *tokens = klaster_schema_get_tokens ("institution_roles");
  KlasterRowIter iter;
  KlasterRow *row;

  for (guint i = 0; tokens[i] != NULL; i++)
    {
      self->names[i] = g_strdup (klaster_vocabulary_get_name (snapshot, "institution_roles", tokens[i], self->language));
      self->colors[i] = &palette->categories[i];
    }
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  for (guint i = 0; klaster_row_iter_next (&iter, &row); i++)
    {
      int role = klaster_row_get_token (row, KLASTER_INSTITUTION_ROLE);

      self->classes[i] = role < 0 ? KLASTER_CLASS_UNKNOWN : (guint8) role;
    }
}

static void
make_kind_classes (KlasterCoding        *self,
                   KlasterSnapshot      *snapshot,
                   const KlasterPalette *palette)
{
  const char *const *tokens = klaster_schema_get_tokens ("institution_kinds");

  for (guint i = 0; tokens[i] != NULL; i++)
    {
      self->names[i] = g_strdup (klaster_vocabulary_get_name (snapshot, "institution_kinds", tokens[i], self->language));
      self->colors[i] = &palette->kinds[i];
    }
}

/* Round numbers to read sizes by: the largest, and about a quarter of each before it, which is half as wide */
static void
make_steps (KlasterCoding *self)
{
  double least;

  self->most = NAN;
  for (guint i = 0; i < self->n_ids; i++)
    if (!isnan (self->size_numbers[i]))
      self->most = isnan (self->most) ? self->size_numbers[i] : MAX (self->most, self->size_numbers[i]);
  if (isnan (self->most))
    return;
  /* Below this a symbol would be too small to be seen and hit. */
  least = floor (self->most * (SIZE_LEAST / SIZE_MOST) * (SIZE_LEAST / SIZE_MOST));
  for (double number = klaster_classes_round_down (self->most); number > least && self->n_steps < MAX_STEPS - 1;
       number = klaster_classes_round_down (number / 4))
    self->steps[self->n_steps++] = (KlasterSizeStep) { number, get_diameter (number, self->most), FALSE };
  for (guint i = 0; i < self->n_ids; i++)
    if (self->size_numbers[i] <= least)
      {
        self->steps[self->n_steps++] = (KlasterSizeStep) { klaster_classes_round_down (least), SIZE_LEAST, least > 0 };
        break;
      }
}

/**
 * klaster_coding_new:
 * @snapshot: the project
 * @color_by: what colour tells; %KLASTER_ATTRIBUTE_NONE: the kind
 * @size_by: what size tells, a number; %KLASTER_ATTRIBUTE_NONE: nothing
 * @scope: (nullable): which cooperations and which year count
 * @ended: whether cooperation that has ended counts
 * @style: palette and language
 *
 * Any thread. At once for the kind; O(members + cooperations) for attributes.
 *
 * Returns: (transfer full): the meaning of colours and sizes
 */
KlasterCoding *
klaster_coding_new (KlasterSnapshot    *snapshot,
                    KlasterAttribute    color_by,
                    KlasterAttribute    size_by,
                    KlasterScopeFilter *scope,
                    gboolean            ended,
                    const KlasterStyle *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);
  KlasterCoding *self = g_new0 (KlasterCoding, 1);
  KlasterRowIter iter;
  KlasterRow *row;

  g_atomic_ref_count_init (&self->ref_count);
  self->color_by = color_by;
  self->size_by = klaster_attribute_is_number (size_by) ? size_by : KLASTER_ATTRIBUTE_NONE;
  self->language = style->language;
  for (guint i = 0; i < KLASTER_N_CLASSES; i++)
    self->colors[i] = i == KLASTER_CLASS_UNKNOWN ? &palette->text_dim : &palette->category_other;
  if (color_by != KLASTER_ATTRIBUTE_NONE || self->size_by != KLASTER_ATTRIBUTE_NONE)
    {
      self->ids = g_new (gint64, klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION) + 1);
      klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
      while (klaster_row_iter_next (&iter, &row))
        self->ids[self->n_ids++] = klaster_row_get_id (row);
    }
  if (self->size_by != KLASTER_ATTRIBUTE_NONE)
    {
      self->size_numbers = klaster_attribute_read (self->size_by, snapshot, scope, ended);
      make_steps (self);
    }
  if (color_by == KLASTER_ATTRIBUTE_NONE)
    {
      make_kind_classes (self, snapshot, palette);
      return self;
    }

  self->classes = g_new (guint8, self->n_ids + 1);
  if (klaster_attribute_is_number (color_by))
    {
      self->color_numbers = klaster_attribute_read (color_by, snapshot, scope, ended);
      make_number_classes (self, palette);
    }
  else if (color_by == KLASTER_ATTRIBUTE_ROLE)
    make_role_classes (self, snapshot, palette);
  else
    make_text_classes (self, snapshot, palette);
  self->names[KLASTER_CLASS_UNKNOWN] = g_strdup (klaster_coding_get_unknown_name (self));

  return self;
}

KlasterCoding *
klaster_coding_ref (KlasterCoding *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
klaster_coding_unref (KlasterCoding *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < KLASTER_N_CLASSES; i++)
    g_free (self->names[i]);
  g_free (self->ids);
  g_free (self->classes);
  g_free (self->color_numbers);
  g_free (self->size_numbers);
  g_free (self);
}

/**
 * klaster_coding_equal:
 * @a: (nullable): a coding
 * @b: (nullable): another
 *
 * Returns: whether their classes and sizes stand for the same; which members they hold does not matter
 */
gboolean
klaster_coding_equal (const KlasterCoding *a,
                      const KlasterCoding *b)
{
  if (a == NULL || b == NULL || a == b)
    return a == b;
  if (a->color_by != b->color_by || a->size_by != b->size_by || a->language != b->language || a->n_steps != b->n_steps)
    return FALSE;
  for (guint i = 0; i < KLASTER_N_CLASSES; i++)
    if (a->colors[i] != b->colors[i] || g_strcmp0 (a->names[i], b->names[i]) != 0)
      return FALSE;
  for (guint i = 0; i < a->n_steps; i++)
    if (a->steps[i].number != b->steps[i].number || a->steps[i].size != b->steps[i].size)
      return FALSE;

  return TRUE;
}

KlasterAttribute
klaster_coding_get_color_by (const KlasterCoding *self)
{
  return self->color_by;
}

KlasterAttribute
klaster_coding_get_size_by (const KlasterCoding *self)
{
  return self->size_by;
}

static guint
find (const KlasterCoding *self,
      gint64               id)
{
  guint low = 0, high = self->n_ids;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->ids[middle] < id)
        low = middle + 1;
      else
        high = middle;
    }

  return low < self->n_ids && self->ids[low] == id ? low : G_MAXUINT;
}

guint
klaster_coding_get_class (const KlasterCoding *self,
                          const KlasterRow    *institution)
{
  guint index;

  if (self->classes == NULL)
    {
      int kind = klaster_row_get_token (institution, KLASTER_INSTITUTION_KIND);

      return kind < 0 ? KLASTER_KIND_SCHOOL : (guint) kind;
    }
  index = find (self, klaster_row_get_id (institution));

  return index == G_MAXUINT ? KLASTER_CLASS_UNKNOWN : self->classes[index];
}

/**
 * klaster_coding_get_size:
 * @self: a coding
 * @institution: a member
 * @unknown: (out): whether its size is to be told by a number that nobody knows
 *
 * The same at all zooms, so that the legend holds for all of them.
 *
 * Returns: diameter in logical pixels at 100 % text; 0: size says nothing
 */
double
klaster_coding_get_size (const KlasterCoding *self,
                         const KlasterRow    *institution,
                         gboolean            *unknown)
{
  guint index;

  *unknown = FALSE;
  if (self->size_numbers == NULL)
    return 0;
  index = find (self, klaster_row_get_id (institution));
  *unknown = index == G_MAXUINT || isnan (self->size_numbers[index]);

  return *unknown ? SIZE_UNKNOWN : get_diameter (self->size_numbers[index], self->most);
}

const KlasterColor *
klaster_coding_get_color (const KlasterCoding *self,
                          guint                class)
{
  return self->colors[class];
}

const char *
klaster_coding_get_class_name (const KlasterCoding *self,
                               guint                class)
{
  return self->names[class];
}

const char *
klaster_coding_get_unknown_name (const KlasterCoding *self)
{
  /* Translators: in a legend: members of whom nobody has said how many students they have, who founded them and so on */
  return klaster_translate_c (self->language, "legend", "Unknown");
}

const KlasterSizeStep *
klaster_coding_get_steps (const KlasterCoding *self,
                          guint               *n_steps)
{
  *n_steps = self->n_steps;

  return self->steps;
}

static void
append_line (const KlasterCoding *self,
             KlasterAttribute     attribute,
             const double        *numbers,
             const KlasterRow    *institution,
             const char          *separator,
             GString             *text)
{
  guint index = find (self, klaster_row_get_id (institution));
  g_autofree char *number = NULL;
  const char *said = NULL;

  if (attribute == KLASTER_ATTRIBUTE_NONE || index == G_MAXUINT)
    return;
  if (numbers == NULL && attribute != KLASTER_ATTRIBUTE_ROLE)
    {
      said = get_text (institution, attribute);
      if (said != NULL)
        said = get_shown_text (said, attribute, self->language);
    }
  else if (numbers == NULL)
    said = self->classes[index] != KLASTER_CLASS_UNKNOWN ? self->names[self->classes[index]] : NULL;
  else if (!isnan (numbers[index]))
    said = number = klaster_text_group_digits (numbers[index]);
  if (said != NULL && (attribute == KLASTER_ATTRIBUTE_ROLE || attribute == KLASTER_ATTRIBUTE_DISTRICT))
    return;
  if (text->len > 0)
    g_string_append (text, separator);
  /* Translators: what a symbol's colour or size tells of a member, as “Staff: 64” */
  g_string_append_printf (text, klaster_translate_c (self->language, "legend", "%s: %s"),
                          klaster_attribute_get_name (attribute, self->language),
                          said != NULL ? said : klaster_coding_get_unknown_name (self));
}

char *
klaster_coding_describe (const KlasterCoding *self,
                         const KlasterRow    *institution,
                         const char          *separator)
{
  GString *text = g_string_new (NULL);

  append_line (self, self->color_by, self->color_numbers, institution, separator, text);
  if (self->size_by != self->color_by)
    append_line (self, self->size_by, self->size_numbers, institution, separator, text);

  return g_string_free (text, text->len == 0);
}
