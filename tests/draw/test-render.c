/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "draw-support.h"
#include "klaster-render.h"
#include "klaster-worker.h"

static KlasterRenderOptions
get_options (void)
{
  KlasterRenderOptions options = KLASTER_RENDER_OPTIONS_DEFAULT;

  options.width = 900;
  options.height = 640;
  options.title = "Innovatsion klaster";
  options.map.date = "2026-11-21";
  return options;
}

/* The same input gives the same bytes, in the same process and whatever was drawn before. */
static void
test_identical_bytes (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (21, 60, 80, 10);
  KlasterRenderOptions options = get_options (), other = get_options ();

  other.map.style.language = KLASTER_LANGUAGE_RU;
  for (guint format = KLASTER_RENDER_PNG; format <= KLASTER_RENDER_PDF; format++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) first = klaster_render_to_bytes (snapshot, format, &options, NULL, &error);
      g_autoptr (GBytes) between = klaster_render_to_bytes (snapshot, format, &other, NULL, &error);
      g_autoptr (GBytes) second = klaster_render_to_bytes (snapshot, format, &options, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (first, second));
      g_assert_false (g_bytes_equal (first, between));
    }
}

static void
test_formats (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (22, 30, 40, 0);
  KlasterRenderOptions options = get_options ();
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GBytes) svg = NULL;
  g_autoptr (GBytes) pdf = NULL;
  const guint8 *data;

  options.scale_factor = 2;
  png = klaster_render_to_bytes (snapshot, KLASTER_RENDER_PNG, &options, NULL, NULL);
  svg = klaster_render_to_bytes (snapshot, KLASTER_RENDER_SVG, &options, NULL, NULL);
  pdf = klaster_render_to_bytes (snapshot, KLASTER_RENDER_PDF, &options, NULL, NULL);
  data = g_bytes_get_data (png, NULL);
  g_assert_cmpmem (data, 8, "\x89PNG\r\n\x1a\n", 8);
  g_assert_cmpuint (data[18] << 8 | data[19], ==, 1800);
  g_assert_cmpuint (data[22] << 8 | data[23], ==, 1280);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (svg, NULL), 400, "<svg"));
  g_assert_null (memmem (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg), " nan", 4));
  g_assert_cmpmem (g_bytes_get_data (pdf, NULL), 5, "%PDF-", 5);
  /* The day it is about, not that of writing */
  g_assert_true (pdf_contains (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), "CreationDate (20261121"));
}

static void
test_refusals (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  const double sizes[][2] = { { 0, 0 }, { 10, 900 }, { 1e9, 1e9 }, { 30000, 30000 }, { -5, 500 } };
  KlasterRenderOptions options = get_options ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  KlasterRenderFormat format;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) size_error = NULL;

      options.width = sizes[i][0];
      options.height = sizes[i][1];
      g_assert_null (klaster_render_to_bytes (snapshot, KLASTER_RENDER_PNG, &options, NULL, &size_error));
      g_assert_error (size_error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
  options = get_options ();
  g_cancellable_cancel (cancellable);
  g_assert_null (klaster_render_to_bytes (snapshot, KLASTER_RENDER_PDF, &options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (klaster_render_format_parse ("Karta.PDF", &format));
  g_assert_cmpint (format, ==, KLASTER_RENDER_PDF);
  g_assert_true (klaster_render_format_parse ("svg", &format));
  g_assert_false (klaster_render_format_parse ("map.gif", &format));
}

/* An empty project shows the region; a small sheet does without the legend; nothing is drawn beyond the frame. */
static void
test_empty_and_small (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterSnapshot) full = klaster_generate_snapshot (23, 50, 50, 0);
  KlasterRenderOptions options = get_options ();
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  first = klaster_render_to_bytes (empty, KLASTER_RENDER_PNG, &options, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (first), >, 20000);
  options.width = 200;
  options.height = 120;
  second = klaster_render_to_bytes (full, KLASTER_RENDER_PNG, &options, NULL, NULL);
  g_assert_nonnull (second);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/identical-bytes", test_identical_bytes);
  g_test_add_func ("/render/formats", test_formats);
  g_test_add_func ("/render/refusals", test_refusals);
  g_test_add_func ("/render/empty-and-small", test_empty_and_small);
  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
