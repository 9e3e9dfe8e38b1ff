/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-cli-overlay.h"
#include "klaster-cli.h"
#include "klaster-layout.h"
#include "klaster-render.h"
#include "klaster-worker.h"

#define SIDE 440.0
#define HEAD 90.0
/* As klaster_render_to_bytes() takes them */
#define MIN_SIZE 64
#define MAX_SIZE 31999
#define MAX_PIXELS 120000000

typedef struct
{
  KlasterSnapshot *snapshot;
  KlasterRenderFormat format;
  KlasterRenderOptions options;
  gboolean graph;
  KlasterLayoutKind layout;
} RenderJob;

/* Where members lie in the graph; NULL: cancelled */
static KlasterGraphPlan *
make_plan (RenderJob    *job,
           GCancellable *cancellable)
{
  KlasterLayoutOptions options = KLASTER_LAYOUT_OPTIONS_DEFAULT;
  g_autoptr (KlasterLayout) layout = NULL;
  const KlasterLayoutPosition *positions;
  const KlasterLayoutBand *bands;
  guint n_positions, n_bands;

  options.kind = job->layout;
  /* About what title, legend and the names of the rows leave */
  options.width = MAX (job->options.width - SIDE, job->options.width / 2);
  options.height = MAX (job->options.height - HEAD, job->options.height / 2);
  layout = klaster_layout_new_for_snapshot (job->snapshot, &options, cancellable);
  if (layout == NULL)
    return NULL;
  positions = klaster_layout_get_positions (layout, &n_positions);
  bands = klaster_layout_get_bands (layout, &n_bands);

  return klaster_graph_plan_new (job->layout, positions, n_positions, bands, n_bands, options.width,
                                 options.height);
}

static void
render_on_worker (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  RenderJob *job = task_data;
  g_autoptr (KlasterGraphPlan) plan = job->graph ? make_plan (job, cancellable) : NULL;
  GError *error = NULL;
  GBytes *bytes;

  if (g_task_return_error_if_cancelled (task))
    return;
  job->options.map.plan = plan;
  bytes = klaster_render_to_bytes (job->snapshot, job->format, &job->options, cancellable, &error);
  if (bytes)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/* "1600x1100" */
static gboolean
parse_size (const char *text,
            double     *width,
            double     *height)
{
  g_auto (GStrv) parts = g_strsplit (text, "x", -1);
  guint64 numbers[2];

  if (g_strv_length (parts) != 2)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    if (!g_ascii_string_to_unsigned (parts[i], 10, MIN_SIZE, MAX_SIZE, &numbers[i], NULL))
      return FALSE;
  if (numbers[0] * numbers[1] > MAX_PIXELS)
    return FALSE;
  *width = (double) numbers[0];
  *height = (double) numbers[1];

  return TRUE;
}

/* "69.1,40.9,69.9,41.6": west, south, east, north */
static gboolean
parse_bbox (const char           *text,
            KlasterRenderOptions *options)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  double numbers[4];

  if (g_strv_length (parts) != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      char *end;

      numbers[i] = g_ascii_strtod (parts[i], &end);
      if (end == parts[i] || *end || !isfinite (numbers[i]))
        return FALSE;
    }
  if (numbers[0] >= numbers[2] || numbers[1] >= numbers[3] || numbers[0] < -180 || numbers[2] > 180 || numbers[1] < -85
      || numbers[3] > 85)
    return FALSE;
  options->has_bbox = TRUE;
  options->west = numbers[0];
  options->south = numbers[1];
  options->east = numbers[2];
  options->north = numbers[3];

  return TRUE;
}

static gboolean
read_options (KlasterCli           *cli,
              const char           *view,
              const char           *size,
              const char           *bbox,
              const char           *layout,
              RenderJob            *job)
{
  KlasterRenderOptions *options = &job->options;

  if (view && strcmp (view, "map") != 0 && strcmp (view, "graph") != 0)
    {
      klaster_cli_error (cli, _("“%s” is not a view; there are map and graph."), view);
      return FALSE;
    }
  job->graph = view && strcmp (view, "graph") == 0;
  if (layout && !klaster_layout_kind_parse (layout, &job->layout))
    {
      klaster_cli_error (cli, _("“%s” is not a layout; there are force, level, core and map."), layout);
      return FALSE;
    }
  if ((layout && !job->graph) || (bbox && job->graph))
    {
      klaster_cli_error (cli, _("A layout is for the view graph, a box for the view map."));
      return FALSE;
    }
  if (size && !parse_size (size, &options->width, &options->height))
    {
      klaster_cli_error (cli, _("“%s” is not a size; a size is written WIDTHxHEIGHT, from 64x64 to 120 million pixels."), size);
      return FALSE;
    }
  if (bbox && !parse_bbox (bbox, options))
    {
      klaster_cli_error (cli, _("“%s” is not a box; a box is written WEST,SOUTH,EAST,NORTH in degrees."), bbox);
      return FALSE;
    }

  return TRUE;
}

int
klaster_cli_render (KlasterCli  *cli,
                    int          argc,
                    char       **argv)
{
  g_autofree char *view = NULL;
  g_autofree char *size = NULL;
  g_autofree char *bbox = NULL;
  g_autofree char *layout = NULL;
  const GOptionEntry entries[] = {
    { "view", 0, 0, G_OPTION_ARG_STRING, &view, N_("What to draw: map or graph"), N_("VIEW") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &size, N_("Pixels (PNG) or points (SVG, PDF)"), N_("WIDTHxHEIGHT") },
    { "bbox", 0, 0, G_OPTION_ARG_STRING, &bbox, N_("The part of the map, in degrees; all members if not given"),
      N_("W,S,E,N") },
    { "layout", 0, 0, G_OPTION_ARG_STRING, &layout, N_("Of the graph: force, level (the default), core or map"),
      N_("LAYOUT") },
    { NULL },
  };
  RenderJob job = { .options = KLASTER_RENDER_OPTIONS_DEFAULT, .layout = KLASTER_LAYOUT_LEVEL };
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KlasterGeometry) overlay = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!klaster_cli_parse (cli, "FILE OUT.{png,svg,pdf}", _("Draws a sheet with the map or the graph and its legend."), entries,
                          KLASTER_CLI_OPTION_DATE, 2, 2, &argc, &argv)
      || !read_options (cli, view, size, bbox, layout, &job))
    return KLASTER_CLI_USAGE;
  if (!klaster_render_format_parse (argv[2], &job.format))
    {
      klaster_cli_error (cli, _("The name of the picture must end with .png, .svg or .pdf."));
      return KLASTER_CLI_USAGE;
    }

  project = klaster_cli_open (cli, argv[1], KLASTER_OPEN_READ_ONLY, &status);
  if (project == NULL)
    return status;
  job.snapshot = klaster_project_get_snapshot (project);
  job.options.map.style.language = cli->language;
  job.options.map.date = cli->date;
  if (!job.graph)
    job.options.map.overlay = overlay = klaster_cli_load_overlay (cli, project);

  task = g_task_new (NULL, cli->cancellable, klaster_cli_finished_cb, &result);
  g_task_set_source_tag (task, klaster_cli_render);
  g_task_set_task_data (task, &job, NULL);
  klaster_worker_run_task (task, render_on_worker);
  bytes = g_task_propagate_pointer (G_TASK (klaster_cli_await (&result)), &error);
  status = bytes ? klaster_cli_store (cli, argv[2], bytes) : klaster_cli_fail (cli, argv[2], error);

  return klaster_cli_close (cli, project, argv[1], status);
}
