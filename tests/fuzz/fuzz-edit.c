/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Edit documents, applied to the reference project: whatever is accepted leads to sound content, and back again. */
#define G_LOG_DOMAIN "KlasterFuzz"
#include "config.h"

#include "fuzz.h"
#include "klaster-content.h"
#include "klaster-json-node.h"
#include "klaster-sample.h"
#include "klaster-snapshot-private.h"

static KlasterSnapshot *
get_sample (void)
{
  static KlasterSnapshot *sample;

  if (sample == NULL)
    {
      g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
      g_autoptr (GBytes) content = klaster_sample_make_content ("2026-11-21", KLASTER_LANGUAGE_EN);
      g_autoptr (KlasterDelta) delta = klaster_content_resolve (content, empty, NULL);

      sample = klaster_snapshot_apply (empty, delta);
    }

  return sample;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  KlasterSnapshot *sample = get_sample ();
  g_autoptr (KlasterSnapshot) after = NULL;
  g_autoptr (KlasterSnapshot) back = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterDelta) inverse = NULL;
  g_autoptr (JsonNode) document = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  document = klaster_json_node_parse (size > 0 ? (const char *) data : "", (gssize) size, &error);
  g_assert_true ((document == NULL) == (error != NULL));
  if (document == NULL)
    return 0;
  edit = klaster_edit_new_from_json (document, "fuzz", &ids, &error);
  g_assert_true ((edit == NULL) == (error != NULL));
  if (edit == NULL)
    return 0;
  g_assert_cmpuint (ids->len, ==, json_array_get_length (json_node_get_array (document)));
  delta = klaster_edit_resolve (edit, sample, &error);
  g_assert_true ((delta == NULL) == (error != NULL));
  if (delta == NULL)
    return 0;

  after = klaster_snapshot_apply (sample, delta);
  klaster_snapshot_check (after);
  g_assert_true (klaster_delta_check_references (delta, after, NULL));
  inverse = klaster_delta_invert (delta);
  back = klaster_snapshot_apply (after, inverse);
  g_assert_true (klaster_snapshot_equal (sample, back));

  return 0;
}
