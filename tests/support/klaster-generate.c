/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <math.h>

#include "klaster-generate.h"
#include "klaster-language.h"
#include "klaster-snapshot-private.h"

#define FIRST_COOPERATION G_GINT64_CONSTANT (10000001)
#define FIRST_AGREEMENT G_GINT64_CONSTANT (20000001)
#define FIRST_PARTY G_GINT64_CONSTANT (30000001)

/* How far from its town's centre a place lies, in degrees. */
#define SPREAD 0.06

typedef void (*RowFunc) (KlasterTable        table,
                         const KlasterValue *values,
                         guint               n_values,
                         gpointer            data);

typedef struct
{
  GRand *random;
  guint n_institutions;
  guint n_cooperations;
  guint n_agreements;
  RowFunc func;
  gpointer data;
} Generator;

/* Of a hundred institutions so many are of this kind. */
static const struct
{
  const char *kind;
  int share;
  const char *names[KLASTER_N_LANGUAGES];
} kinds[] = {
  { "school", 55, { "%u-maktab", "%u-мактаб", "Школа № %u", "School %u" } },
  { "preschool", 25, { "%u-bogʻcha", "%u-боғча", "Детский сад № %u", "Kindergarten %u" } },
  { "additional", 6, { "%u-musiqa maktabi", "%u-мусиқа мактаби", "Музыкальная школа № %u", "Music school %u" } },
  { "lyceum", 3, { "%u-litsey", "%u-лицей", "Лицей № %u", "Lyceum %u" } },
  { "vocational", 4, { "%u-kollej", "%u-коллеж", "Колледж № %u", "College %u" } },
  { "higher", 1, { "%u-institut", "%u-институт", "Институт № %u", "Institute %u" } },
  { "enterprise", 4, { "%u-korxona", "%u-корхона", "Предприятие № %u", "Enterprise %u" } },
  { "authority", 2, { "%u-boʻlim", "%u-бўлим", "Отдел № %u", "Department %u" } },
};

static double
random_normal (GRand *random)
{
  double a = g_rand_double_range (random, 1e-9, 1), b = g_rand_double (random);

  return sqrt (-2 * log (a)) * cos (2 * G_PI * b);
}

static gint
choose_kind (GRand *random)
{
  gint left = g_rand_int_range (random, 0, 100);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (left < kinds[i].share)
        return (gint) i;
      left -= kinds[i].share;
    }

  return 0;
}

static void
generate_institution (Generator *self,
                      guint      i)
{
  guint n_districts;
  const KlasterDistrict *districts = klaster_districts_get (&n_districts);
  const KlasterDistrict *district = &districts[g_rand_int_range (self->random, 0, (gint32) n_districts)];
  gint kind = choose_kind (self->random);
  KlasterValue values[KLASTER_INSTITUTION_N_COLUMNS] = { KLASTER_INTEGER (i + 1) };
  char *names[KLASTER_N_LANGUAGES];
  /* Districts whose centre nobody knows have their places around the region's middle. */
  double lon = isnan (district->lon) ? 69.4 : district->lon, lat = isnan (district->lat) ? 41.1 : district->lat;

  for (guint l = 0; l < KLASTER_N_LANGUAGES; l++)
    {
      g_autofree char *name = g_strdup_printf (kinds[kind].names[l], i + 1);

      names[l] = g_strdup_printf ("%s, %s", name, district->names[l]);
      values[KLASTER_INSTITUTION_NAME_UZ + l] = KLASTER_TEXT (names[l]);
    }
  values[KLASTER_INSTITUTION_KIND] = KLASTER_TEXT (kinds[kind].kind);
  values[KLASTER_INSTITUTION_ROLE] = KLASTER_TEXT (i == 0 ? "integrator" : i % 50 == 1 ? "core" : i % 9 == 2 ? "partner" : "member");
  values[KLASTER_INSTITUTION_DISTRICT] = KLASTER_TEXT (district->names[KLASTER_LANGUAGE_UZ]);
  values[KLASTER_INSTITUTION_STUDENTS] = KLASTER_INTEGER (g_rand_int_range (self->random, 40, 2400));
  values[KLASTER_INSTITUTION_STAFF] = KLASTER_INTEGER (g_rand_int_range (self->random, 5, 180));
  values[KLASTER_INSTITUTION_LON] = KLASTER_REAL (lon + SPREAD * random_normal (self->random));
  values[KLASTER_INSTITUTION_LAT] = KLASTER_REAL (lat + SPREAD * 0.75 * random_normal (self->random));
  if (i % 97 == 96)
    values[KLASTER_INSTITUTION_LON] = values[KLASTER_INSTITUTION_LAT] = KLASTER_NULL;

  self->func (KLASTER_TABLE_INSTITUTION, values, G_N_ELEMENTS (values), self->data);
  for (guint l = 0; l < KLASTER_N_LANGUAGES; l++)
    g_free (names[l]);
}

static void
generate_cooperation (Generator *self,
                      guint      i)
{
  static const char *const orientations[] = { "vertical", "horizontal", "mixed" };
  static const char *const statuses[] = { "active", "active", "active", "proposed", "suspended", "ended" };
  static const char *const models[] = { "[\"informational\"]", "[\"analytical\",\"social\"]", "[\"game\"]" };
  KlasterValue values[KLASTER_COOPERATION_N_COLUMNS] = { KLASTER_INTEGER (FIRST_COOPERATION + i) };
  gint32 n = (gint32) self->n_institutions;
  gint32 from = g_rand_int_range (self->random, 0, n), to;

  /* Most work with the hub or a core member, the rest with anybody. */
  do
    to = g_rand_int_range (self->random, 0, 10) < 6 ? g_rand_int_range (self->random, 0, MAX (n / 50, 2)) * MIN (50, n / 2)
                                                    : g_rand_int_range (self->random, 0, n);
  while (to == from || to >= n);

  values[KLASTER_COOPERATION_FROM_ID] = KLASTER_INTEGER (from + 1);
  values[KLASTER_COOPERATION_TO_ID] = KLASTER_INTEGER (to + 1);
  values[KLASTER_COOPERATION_ORIENTATION] = KLASTER_TEXT (orientations[g_rand_int_range (self->random, 0, 3)]);
  values[KLASTER_COOPERATION_STATUS] = KLASTER_TEXT (statuses[g_rand_int_range (self->random, 0, 6)]);
  values[KLASTER_COOPERATION_MODELS] = KLASTER_TEXT (models[g_rand_int_range (self->random, 0, 3)]);
  values[KLASTER_COOPERATION_AREAS] = KLASTER_TEXT ("[\"practice\"]");
  values[KLASTER_COOPERATION_STRENGTH] = KLASTER_INTEGER (g_rand_int_range (self->random, 1, 6));
  values[KLASTER_COOPERATION_START_DATE] = KLASTER_TEXT ("2025-09-01");

  self->func (KLASTER_TABLE_COOPERATION, values, G_N_ELEMENTS (values), self->data);
}

static void
generate_agreement (Generator *self,
                    guint      i)
{
  static const char *const agreement_kinds[] = { "cooperation", "practice", "memorandum", "laboratory" };
  KlasterValue values[KLASTER_AGREEMENT_N_COLUMNS] = { KLASTER_INTEGER (FIRST_AGREEMENT + i) };
  g_autofree char *number = g_strdup_printf ("%u", i + 1);
  g_autofree char *to = g_strdup_printf ("20%02d-06-30", g_rand_int_range (self->random, 25, 31));

  values[KLASTER_AGREEMENT_KIND] = KLASTER_TEXT (agreement_kinds[i % G_N_ELEMENTS (agreement_kinds)]);
  values[KLASTER_AGREEMENT_NUMBER] = KLASTER_TEXT (number);
  values[KLASTER_AGREEMENT_SIGNED_ON] = KLASTER_TEXT ("2024-08-20");
  values[KLASTER_AGREEMENT_VALID_FROM] = KLASTER_TEXT ("2024-09-01");
  values[KLASTER_AGREEMENT_VALID_TO] = KLASTER_TEXT (to);
  values[KLASTER_AGREEMENT_NOTICE_DAYS] = KLASTER_INTEGER (30);

  self->func (KLASTER_TABLE_AGREEMENT, values, G_N_ELEMENTS (values), self->data);
}

static void
generate_party (Generator *self,
                guint      i)
{
  KlasterValue values[KLASTER_AGREEMENT_PARTY_N_COLUMNS] = { KLASTER_INTEGER (FIRST_PARTY + i) };

  values[KLASTER_AGREEMENT_PARTY_AGREEMENT_ID] = KLASTER_INTEGER (FIRST_AGREEMENT + i / 2);
  /* The hub is one party of each. */
  values[KLASTER_AGREEMENT_PARTY_INSTITUTION_ID] =
    KLASTER_INTEGER (i % 2 == 0 ? 1 : g_rand_int_range (self->random, 2, (gint32) self->n_institutions + 1));

  self->func (KLASTER_TABLE_AGREEMENT_PARTY, values, G_N_ELEMENTS (values), self->data);
}

static void
generate (Generator *self,
          guint32    seed)
{
  g_assert (self->n_institutions >= 2 || (self->n_cooperations == 0 && self->n_agreements == 0));

  self->random = g_rand_new_with_seed (seed);
  for (guint i = 0; i < self->n_institutions; i++)
    generate_institution (self, i);
  for (guint i = 0; i < self->n_cooperations; i++)
    generate_cooperation (self, i);
  for (guint i = 0; i < self->n_agreements; i++)
    generate_agreement (self, i);
  for (guint i = 0; i < 2 * self->n_agreements; i++)
    generate_party (self, i);
  g_clear_pointer (&self->random, g_rand_free);
}

static void
add_to_builder (KlasterTable        table,
                const KlasterValue *values,
                guint               n_values,
                gpointer            data)
{
  klaster_snapshot_builder_take_row (data, klaster_row_new (table, values, n_values));
}

KlasterSnapshot *
klaster_generate_snapshot (guint32 seed,
                           guint   n_institutions,
                           guint   n_cooperations,
                           guint   n_agreements)
{
  KlasterSnapshotBuilder *builder = klaster_snapshot_builder_new ();
  Generator generator = { NULL, n_institutions, n_cooperations, n_agreements, add_to_builder, builder };
  KlasterValue cluster[] = { KLASTER_INTEGER (1) };

  add_to_builder (KLASTER_TABLE_CLUSTER, cluster, 1, builder);
  generate (&generator, seed);

  return klaster_snapshot_builder_finish (builder);
}

static void
add_to_edit (KlasterTable        table,
             const KlasterValue *values,
             guint               n_values,
             gpointer            data)
{
  klaster_edit_insert_with_id (data, table, values[0].integer);
  for (guint i = 1; i < n_values; i++)
    if (values[i].type != KLASTER_VALUE_NULL)
      klaster_edit_set (data, table, values[0].integer, i, values[i]);
}

KlasterEdit *
klaster_generate_edit (guint32 seed,
                       guint   n_institutions,
                       guint   n_cooperations,
                       guint   n_agreements)
{
  KlasterEdit *edit = klaster_edit_new ("Generated");
  Generator generator = { NULL, n_institutions, n_cooperations, n_agreements, add_to_edit, edit };

  generate (&generator, seed);

  return edit;
}
