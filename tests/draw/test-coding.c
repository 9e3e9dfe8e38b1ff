/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What colour and size of members tell: classes, unknown numbers, ties, nothing, one number, huge ones; and the legend.
 */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "draw-support.h"
#include "klaster-legend.h"
#include "klaster-map-scene-private.h"

#define UNKNOWN ((gint64) -1)

static KlasterSnapshot *
apply (KlasterSnapshot *before,
       KlasterEdit     *edit)
{
  g_autoptr (KlasterDelta) delta = NULL;

  return apply_edit (before, edit, &delta);
}

/* @n members, of whom member i has @numbers[i] students; UNKNOWN: nobody has said */
static KlasterSnapshot *
make_snapshot (const gint64 *numbers,
               guint         n)
{
  g_autoptr (KlasterSnapshot) before = klaster_generate_snapshot (21, n, 0, 0);
  KlasterEdit *edit;

  if (n == 0)
    return klaster_snapshot_ref (before);
  edit = klaster_edit_new ("students");
  for (guint i = 0; i < n; i++)
    {
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, i + 1, KLASTER_INSTITUTION_STUDENTS,
                        numbers[i] == UNKNOWN ? KLASTER_NULL : KLASTER_INTEGER (numbers[i]));
      /* An edit that changes nothing is none. */
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, i + 1, KLASTER_INSTITUTION_NOTES, KLASTER_TEXT ("counted"));
    }

  return apply (before, edit);
}

static KlasterCoding *
make_coding (KlasterSnapshot  *snapshot,
             KlasterAttribute  color_by,
             KlasterAttribute  size_by)
{
  KlasterStyle style = KLASTER_STYLE_DEFAULT;

  style.language = KLASTER_LANGUAGE_EN;
  return klaster_coding_new (snapshot, color_by, size_by, NULL, FALSE, &style);
}

static KlasterRow *
get_member (KlasterSnapshot *snapshot,
            gint64           id)
{
  return klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, id);
}

/* A limit with few digits before its zeros */
static gboolean
is_round (double number,
          guint  n_digits)
{
  while (number >= 10 && fmod (number, 10) == 0)
    number /= 10;
  return number < pow (10, n_digits);
}

/* Whatever the numbers, no class is empty, limits go up, and everybody is in the class that its number says. */
static void
check_limits (const double *numbers,
              guint         n)
{
  double limits[KLASTER_N_STEPS - 1];
  guint n_limits = klaster_classes_find_limits (numbers, n, limits);
  guint counts[KLASTER_N_STEPS] = { 0 };

  g_assert_cmpuint (n_limits, <, KLASTER_N_STEPS);
  for (guint i = 0; i < n; i++)
    {
      guint class = klaster_classes_find (limits, n_limits, numbers[i]);

      g_assert_cmpuint (class, <=, n_limits);
      g_assert_true (class == 0 || numbers[i] >= limits[class - 1]);
      g_assert_true (class == n_limits || numbers[i] < limits[class]);
      counts[class]++;
    }
  for (guint i = 0; i <= n_limits && n > 0; i++)
    g_assert_cmpuint (counts[i], >, 0);
  for (guint i = 1; i < n_limits; i++)
    g_assert_cmpfloat (limits[i], >, limits[i - 1]);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

static void
test_limits (void)
{
  const double few[] = { 3, 3, 7, 20 }, same[] = { 35, 35, 35, 35, 35, 35 };
  const double ties[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7 };
  const double huge[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 1e15 };
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  double limits[KLASTER_N_STEPS - 1];
  double schools[200];

  g_test_message ("seed %u", seed);
  g_assert_cmpuint (klaster_classes_find_limits (NULL, 0, limits), ==, 0);
  g_assert_cmpuint (klaster_classes_find_limits (same, G_N_ELEMENTS (same), limits), ==, 0);
  g_assert_cmpuint (klaster_classes_find_limits (few, G_N_ELEMENTS (few), limits), ==, 2);
  g_assert_cmpfloat (limits[0], ==, 7);
  g_assert_cmpfloat (limits[1], ==, 20);
  check_limits (few, G_N_ELEMENTS (few));
  check_limits (ties, G_N_ELEMENTS (ties));
  check_limits (huge, G_N_ELEMENTS (huge));
  for (guint run = 0; run < 200; run++)
    {
      double width = exp (g_rand_double_range (random, 0, 25));
      guint n = (guint) g_rand_int_range (random, 1, 200);

      for (guint i = 0; i < n; i++)
        schools[i] = floor (pow (g_rand_double (random), 3) * width);
      qsort (schools, n, sizeof *schools, compare_doubles);
      check_limits (schools, n);
    }
  /* Sizes as schools have them: round to one figure or two, and about as many in each. */
  for (guint i = 0; i < G_N_ELEMENTS (schools); i++)
    schools[i] = 180 + 7 * i + (i % 13);
  qsort (schools, G_N_ELEMENTS (schools), sizeof *schools, compare_doubles);
  g_assert_cmpuint (klaster_classes_find_limits (schools, G_N_ELEMENTS (schools), limits), ==, KLASTER_N_STEPS - 1);
  for (guint i = 0; i < KLASTER_N_STEPS - 1; i++)
    g_assert_true (is_round (limits[i], 2));
}

/* Who has no number is in no class of numbers and not small: it is unknown. */
static void
test_unknown (void)
{
  const gint64 numbers[] = { 0, 100, UNKNOWN, 400, 1600 };
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot (numbers, G_N_ELEMENTS (numbers));
  g_autoptr (KlasterCoding) coding = make_coding (snapshot, KLASTER_ATTRIBUTE_STUDENTS, KLASTER_ATTRIBUTE_STUDENTS);
  g_autofree char *said = klaster_coding_describe (coding, get_member (snapshot, 5), "; ");
  g_autofree char *unsaid = klaster_coding_describe (coding, get_member (snapshot, 3), "; ");
  gboolean unknown;
  double sizes[5];

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      guint class = klaster_coding_get_class (coding, get_member (snapshot, i + 1));

      sizes[i] = klaster_coding_get_size (coding, get_member (snapshot, i + 1), &unknown);
      g_assert_cmpint (unknown, ==, numbers[i] == UNKNOWN);
      g_assert_cmpint (class == KLASTER_CLASS_UNKNOWN, ==, numbers[i] == UNKNOWN);
      if (numbers[i] != UNKNOWN)
        {
          g_autofree char *number = g_strdup_printf ("%s%" G_GINT64_FORMAT, numbers[i] == 1600 ? "1\u00a0" : "",
                                                     numbers[i] == 1600 ? 600 : numbers[i]);

          /* Up to five numbers are a class each. */
          g_assert_cmpstr (klaster_coding_get_class_name (coding, class), ==, number);
        }
    }
  /* The area says the number. */
  g_assert_cmpfloat_with_epsilon (sizes[4] / sizes[3], 2, 1e-6);
  g_assert_cmpfloat_with_epsilon (sizes[3] / sizes[1], 2, 1e-6);
  g_assert_cmpfloat (sizes[0], >, 0);
  g_assert_cmpstr (said, ==, "Pupils or students: 1\u00a0600");
  g_assert_cmpstr (unsaid, ==, "Pupils or students: Unknown");
}

static void
test_extremes (void)
{
  const gint64 huge[] = { 1, 2, 3, 1000000000 }, zeros[] = { 0, 0, 0 }, nothing[] = { UNKNOWN, UNKNOWN };
  const gint64 same[] = { 35, 35, 35 };
  const struct
  {
    const gint64 *numbers;
    guint n;
    guint n_classes, n_steps;
  } cases[] = {
    { huge, G_N_ELEMENTS (huge), 4, 4 }, { zeros, G_N_ELEMENTS (zeros), 1, 1 }, { nothing, G_N_ELEMENTS (nothing), 0, 0 },
    { same, G_N_ELEMENTS (same), 1, 2 }, { NULL, 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KlasterSnapshot) snapshot = make_snapshot (cases[i].numbers, cases[i].n);
      g_autoptr (KlasterCoding) coding = make_coding (snapshot, KLASTER_ATTRIBUTE_STUDENTS, KLASTER_ATTRIBUTE_STUDENTS);
      guint n_classes = 0, n_steps;
      const KlasterSizeStep *steps = klaster_coding_get_steps (coding, &n_steps);

      for (guint class = 0; class < KLASTER_CLASS_OTHER; class++)
        n_classes += klaster_coding_get_class_name (coding, class) != NULL;
      g_assert_cmpuint (n_classes, ==, cases[i].n_classes);
      g_assert_cmpuint (n_steps, ==, cases[i].n_steps);
      for (guint k = 0; k < n_steps; k++)
        {
          g_assert_cmpfloat (steps[k].size, >=, 8);
          g_assert_cmpfloat (steps[k].size, <=, 42);
          g_assert_true (k == 0 || steps[k].number < steps[k - 1].number);
        }
      for (guint k = 0; k < cases[i].n; k++)
        {
          gboolean unknown;
          double size = klaster_coding_get_size (coding, get_member (snapshot, k + 1), &unknown);

          g_assert_true (size >= 8 && size <= 42);
        }
    }
}

/* Words: the most frequent have a colour each, spelled in any way; the rest is "Other". */
static void
test_categories (void)
{
  static const char *const founders[] = { "Ministry", "ministry", "Private", "City", "Region", "Army", "Rail", "Bank", "Farm",
                                          "Bank", "Farm", "Private", "City", "Region", "Army", "Rail", NULL };
  g_autoptr (KlasterSnapshot) before = klaster_generate_snapshot (22, G_N_ELEMENTS (founders), 0, 0);
  KlasterEdit *edit = klaster_edit_new ("founders");
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterCoding) coding = NULL;
  guint n_named = 0;

  for (guint i = 0; i < G_N_ELEMENTS (founders); i++)
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, i + 1, KLASTER_INSTITUTION_FOUNDER,
                      founders[i] != NULL ? KLASTER_TEXT (founders[i]) : KLASTER_NULL);
  snapshot = apply (before, edit);
  coding = make_coding (snapshot, KLASTER_ATTRIBUTE_FOUNDER, KLASTER_ATTRIBUTE_NONE);
  g_assert_cmpuint (klaster_coding_get_class (coding, get_member (snapshot, 1)), ==,
                    klaster_coding_get_class (coding, get_member (snapshot, 2)));
  g_assert_cmpuint (klaster_coding_get_class (coding, get_member (snapshot, G_N_ELEMENTS (founders))), ==, KLASTER_CLASS_UNKNOWN);
  for (guint class = 0; class < KLASTER_N_CATEGORIES; class++)
    {
      g_assert_nonnull (klaster_coding_get_class_name (coding, class));
      for (guint other = 0; other < class; other++)
        g_assert_true (klaster_coding_get_color (coding, class) != klaster_coding_get_color (coding, other));
    }
  g_assert_cmpstr (klaster_coding_get_class_name (coding, KLASTER_CLASS_OTHER), ==, "Other");
  /* Eight founders twice each: one of them has no colour of its own. */
  for (guint i = 0; i + 1 < G_N_ELEMENTS (founders); i++)
    n_named += klaster_coding_get_class (coding, get_member (snapshot, i + 1)) < KLASTER_N_CATEGORIES;
  g_assert_cmpuint (n_named, ==, 14);
}

/* Cooperations count as the scope lets them pass; a member that has none has none, which is known. */
static void
test_cooperations (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (23, 60, 90, 0);
  const char *statuses[] = { "active", NULL };
  const char *const *lists[KLASTER_SCOPE_N_LISTS] = { [KLASTER_SCOPE_STATUSES] = statuses };
  g_autoptr (KlasterScopeFilter) active = klaster_scope_filter_new (NULL, NULL, NULL, lists);
  g_autofree double *all = klaster_attribute_read (KLASTER_ATTRIBUTE_COOPERATIONS, snapshot, NULL, TRUE);
  g_autofree double *some = klaster_attribute_read (KLASTER_ATTRIBUTE_COOPERATIONS, snapshot, active, TRUE);
  g_autofree double *strength = klaster_attribute_read (KLASTER_ATTRIBUTE_STRENGTH, snapshot, NULL, TRUE);
  double sum = 0, sum_active = 0;

  for (guint i = 0; i < 60; i++)
    {
      g_assert_false (isnan (all[i]));
      g_assert_cmpfloat (some[i], <=, all[i]);
      g_assert_true (isnan (strength[i]) || strength[i] >= 0);
      g_assert_true (all[i] > 0 || strength[i] == 0);
      sum += all[i];
      sum_active += some[i];
    }
  g_assert_cmpfloat (sum, ==, 180);
  g_assert_cmpfloat (sum_active, <, sum);
  g_assert_cmpfloat (sum_active, >, 0);
}

/* The scene draws what the coding says, groups by it, finds small symbols on large ones, and follows edits. */
static void
test_scene (void)
{
  gint64 numbers[300];
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterSnapshot) next = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterMapScene) scene = NULL;
  g_autoptr (KlasterMapScene) after = NULL;
  g_autoptr (KlasterMapScene) anew = NULL;
  g_autoptr (GArray) damage = NULL;
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  KlasterEdit *edit = klaster_edit_new ("more students");
  KlasterMapLevel *level;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    numbers[i] = i % 7 == 0 ? UNKNOWN : (gint64) (20 * (i % 50));
  snapshot = make_snapshot (numbers, G_N_ELEMENTS (numbers));
  options.color_by = KLASTER_ATTRIBUTE_STUDENTS;
  options.size_by = KLASTER_ATTRIBUTE_STUDENTS;
  scene = klaster_map_scene_new (snapshot, &options, NULL);
  for (int zoom = 9; zoom <= 15; zoom += 3)
    {
      level = klaster_map_scene_get_level (scene, zoom);
      for (guint i = 0; i < level->n_nodes; i++)
        {
          const KlasterMapNode *node = &level->nodes[i];
          const KlasterMapMember *member = &scene->members[level->members[node->first]];
          KlasterMapHit hit;

          g_assert_cmpint (member->unknown_size, ==, numbers[member->id - 1] == UNKNOWN);
          if (node->n > 1)
            {
              guint n = 0;

              for (guint class = 0; class < KLASTER_N_CLASSES; class++)
                n += level->shares[(gsize) node->shares * KLASTER_N_CLASSES + class];
              g_assert_cmpuint (n, ==, node->n);
              continue;
            }
          /* Small ones are drawn after the large ones that they lie on, and found there. */
          for (guint k = 0; k < i; k++)
            g_assert_true (level->nodes[k].n > 1 || level->nodes[k].radius >= node->radius);
          g_assert_true (klaster_map_scene_pick (scene, zoom, node->px, node->py, 2, &hit));
          g_assert_cmpfloat (hit.radius, <=, node->radius);
        }
      klaster_map_level_unref (level);
    }

  /* The largest number of all changes the size of all. */
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 10, KLASTER_INSTITUTION_STUDENTS, KLASTER_INTEGER (4000));
  next = apply_edit (snapshot, edit, &delta);
  after = klaster_map_scene_update (scene, next, delta);
  anew = klaster_map_scene_new (next, &options, NULL);
  for (guint i = 0; i < after->n_members; i++)
    {
      g_assert_cmpuint (after->members[i].class, ==, anew->members[i].class);
      g_assert_cmpfloat (after->members[i].size, ==, anew->members[i].size);
    }
  damage = klaster_map_scene_diff (after, anew, 12);
  g_assert_cmpuint (damage->len, ==, 0);
  g_array_unref (damage);
  damage = klaster_map_scene_diff (scene, after, 12);
  g_assert_cmpuint (damage->len, >, 0);
}

typedef struct
{
  guint n_rows, n_headings, n_classes, n_sizes, n_unknown, n_kinds;
  double last_size;
} Rows;

static void
count_row_cb (const KlasterLegendRow *row,
              gpointer                data)
{
  Rows *rows = data;

  g_assert_true (g_utf8_validate (row->text, -1, NULL));
  g_assert_cmpstr (row->text, !=, "");
  rows->n_rows++;
  rows->n_headings += row->heading != NULL;
  rows->n_classes += row->type == KLASTER_LEGEND_CLASS;
  rows->n_sizes += row->type == KLASTER_LEGEND_SIZE;
  rows->n_kinds += row->type == KLASTER_LEGEND_KIND;
  rows->n_unknown += row->type == KLASTER_LEGEND_UNKNOWN_SIZE
                     || (row->type == KLASTER_LEGEND_CLASS && row->value == KLASTER_CLASS_UNKNOWN);
  if (row->type == KLASTER_LEGEND_SIZE)
    {
      g_assert_true (rows->n_sizes == 1 || row->size < rows->last_size);
      rows->last_size = row->size;
    }
}

static void
test_legend (void)
{
  const gint64 numbers[] = { UNKNOWN, 12, 60, 110, 230, 700, 900 };
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot (numbers, G_N_ELEMENTS (numbers));

  for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
    for (guint coded = 0; coded < 2; coded++)
      {
        KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
        g_autoptr (KlasterMapScene) scene = NULL;
        g_autoptr (KlasterMapScene) again = NULL;
        g_auto (KlasterLegendContents) contents = { 0 };
        g_auto (KlasterLegendContents) same = { 0 };
        Rows rows = { 0 }, brief = { 0 };
        double width, height;

        options.style.language = language;
        if (coded)
          {
            options.color_by = KLASTER_ATTRIBUTE_STUDENTS;
            options.size_by = KLASTER_ATTRIBUTE_STUDENTS;
          }
        scene = klaster_map_scene_new (snapshot, &options, NULL);
        again = klaster_map_scene_new (snapshot, &options, NULL);
        klaster_legend_collect (scene, &contents);
        klaster_legend_collect (again, &same);
        g_assert_true (klaster_legend_contents_equal (&contents, &same));
        klaster_legend_foreach (&contents, language, FALSE, count_row_cb, &rows);
        klaster_legend_foreach (&contents, language, TRUE, count_row_cb, &brief);
        g_assert_cmpuint (rows.n_kinds, >, 0);
        g_assert_cmpuint (rows.n_unknown, ==, coded ? 2 : 0);
        g_assert_cmpuint (rows.n_classes > 2, ==, coded);
        g_assert_cmpuint (rows.n_sizes, ==, coded ? 3 : 0);
        g_assert_cmpuint (brief.n_headings, ==, coded ? 3 : 0);
        klaster_legend_measure (&contents, &options.style, 0, &width, &height);
        g_assert_cmpfloat (height, >, 19.0 * rows.n_rows);
        /* In columns it is lower; no narrower than its widest row it can be. */
        for (double most = width + 10; most < 2000; most += 250)
          {
            double limit = klaster_legend_find_limit (&contents, &options.style, most), columns_width, columns_height;

            klaster_legend_measure (&contents, &options.style, limit, &columns_width, &columns_height);
            g_assert_cmpfloat (columns_width, <=, most);
            g_assert_cmpfloat (columns_height, <=, height);
            if (most > 2.5 * width)
              g_assert_cmpfloat (columns_height, <, height * 0.7);
          }
        g_assert_cmpfloat (klaster_legend_find_limit (&contents, &options.style, width - 10), ==, 0);
        if (coded)
          {
            /* Another number at the top is another legend. */
            KlasterEdit *edit = klaster_edit_new ("more");
            g_autoptr (KlasterSnapshot) next = NULL;
            g_autoptr (KlasterMapScene) other = NULL;
            g_auto (KlasterLegendContents) changed = { 0 };

            klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 2, KLASTER_INSTITUTION_STUDENTS, KLASTER_INTEGER (9000));
            next = apply (snapshot, edit);
            other = klaster_map_scene_new (next, &options, NULL);
            klaster_legend_collect (other, &changed);
            g_assert_false (klaster_legend_contents_equal (&contents, &changed));
          }
      }
}

/* As people see it who lack one of the pigments (Machado, Oliveira and Fernandes 2009) */
static void
to_oklab (const KlasterColor *color,
          const double        view[3][3],
          double              lab[3])
{
  const double srgb[3] = { color->red, color->green, color->blue };
  double linear[3], seen[3] = { 0 }, l, m, s;

  for (guint i = 0; i < 3; i++)
    linear[i] = srgb[i] <= 0.04045 ? srgb[i] / 12.92 : pow ((srgb[i] + 0.055) / 1.055, 2.4);
  for (guint i = 0; i < 3; i++)
    {
      for (guint k = 0; k < 3; k++)
        seen[i] += view[i][k] * linear[k];
      seen[i] = CLAMP (seen[i], 0, 1);
    }
  l = cbrt (0.4122214708 * seen[0] + 0.5363325363 * seen[1] + 0.0514459929 * seen[2]);
  m = cbrt (0.2119034982 * seen[0] + 0.6806995451 * seen[1] + 0.1073969566 * seen[2]);
  s = cbrt (0.0883024619 * seen[0] + 0.2817188376 * seen[1] + 0.6299787005 * seen[2]);
  lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static void
test_colors (void)
{
  static const double views[][3][3] = {
    { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
    { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
    { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
  };

  for (guint theme = 0; theme < KLASTER_N_THEMES; theme++)
    {
      KlasterStyle style = KLASTER_STYLE_DEFAULT;
      const KlasterPalette *palette;

      style.theme = theme;
      palette = klaster_palette_get (&style);
      for (guint view = 0; view < G_N_ELEMENTS (views); view++)
        {
          double colors[KLASTER_N_CATEGORIES + 1][3], last = 0;

          for (guint i = 0; i <= KLASTER_N_CATEGORIES; i++)
            {
              to_oklab (i < KLASTER_N_CATEGORIES ? &palette->categories[i] : &palette->category_other, views[view], colors[i]);
              for (guint k = 0; k < i; k++)
                g_assert_cmpfloat (hypot (hypot (colors[i][0] - colors[k][0], colors[i][1] - colors[k][1]),
                                          colors[i][2] - colors[k][2]), >, 0.08);
            }
          /* Much stands out from the ground, little is near it: lightness alone says the order. */
          for (guint i = 0; i < KLASTER_N_STEPS; i++)
            {
              double step[3];

              to_oklab (&palette->steps[i], views[view], step);
              if (i > 0)
                g_assert_cmpfloat (theme == KLASTER_THEME_DARK ? step[0] - last : last - step[0], >, 0.04);
              last = step[0];
            }
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coding/limits", test_limits);
  g_test_add_func ("/coding/unknown", test_unknown);
  g_test_add_func ("/coding/extremes", test_extremes);
  g_test_add_func ("/coding/categories", test_categories);
  g_test_add_func ("/coding/cooperations", test_cooperations);
  g_test_add_func ("/coding/scene", test_scene);
  g_test_add_func ("/coding/legend", test_legend);
  g_test_add_func ("/coding/colors", test_colors);
  return g_test_run ();
}
