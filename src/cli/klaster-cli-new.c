/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-cli.h"
#include "klaster-sample.h"

/* Its days lie some years before and after the day it is made on, and there are none before year 1 and after year 9999. */
#define FIRST_SAMPLE_DATE "1900-01-01"
#define LAST_SAMPLE_DATE "9900-12-31"

/* The bytes that the reference project's attachments and overlays refer to. */
static gboolean
store_blobs (KlasterCli      *cli,
             KlasterProject  *project,
             GError         **error)
{
  g_autoptr (GPtrArray) blobs = klaster_sample_list_blobs ();
  g_autoptr (GAsyncResult) named = NULL;
  g_autofree char *uuid = NULL;

  for (guint i = 0; i < blobs->len; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autofree char *sha256 = NULL;

      klaster_project_store_blob_async (project, g_ptr_array_index (blobs, i), cli->cancellable, klaster_cli_finished_cb,
                                        &result);
      sha256 = klaster_project_store_blob_finish (project, klaster_cli_await (&result), error);
      if (sha256 == NULL)
        return FALSE;
    }

  /* Bytes alone are no reason to publish the file once more; a version that one may come back to is. */
  klaster_project_name_version_async (project, _("Reference project"), NULL, klaster_cli_finished_cb, &named);
  uuid = klaster_project_name_version_finish (project, klaster_cli_await (&named), error);

  return uuid != NULL;
}

int
klaster_cli_new (KlasterCli  *cli,
                 int          argc,
                 char       **argv)
{
  g_autofree char *region = NULL;
  gboolean sample = FALSE;
  const GOptionEntry entries[] = {
    { "sample", 0, 0, G_OPTION_ARG_NONE, &sample, N_("Fill it with the reference project"), NULL },
    { "region", 0, 0, G_OPTION_ARG_STRING, &region, N_("Code of the region"), N_("CODE") },
    { NULL },
  };
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GError) error = NULL;

  if (!klaster_cli_parse (cli, "FILE", _("Makes a project file. A file that is there already is not touched."), entries,
                          KLASTER_CLI_OPTION_DATE, 1, 1, &argc, &argv))
    return KLASTER_CLI_USAGE;

  if (!klaster_cli_check_name (cli, argv[1]))
    return KLASTER_CLI_USAGE;
  if (sample && (strcmp (cli->date, FIRST_SAMPLE_DATE) < 0 || strcmp (cli->date, LAST_SAMPLE_DATE) > 0))
    {
      klaster_cli_error (cli, _("The reference project can be made for days from %s to %s."), FIRST_SAMPLE_DATE,
                         LAST_SAMPLE_DATE);
      return KLASTER_CLI_USAGE;
    }
  file = g_file_new_for_commandline_arg (argv[1]);
  folder = g_file_get_parent (file);
  if (folder && g_file_peek_path (folder) && !g_file_query_exists (folder, NULL))
    {
      g_autofree char *parent = g_path_get_dirname (argv[1]);
      g_autofree char *reason = g_strdup_printf (_("The folder “%s” is not there."), parent);

      klaster_cli_error (cli, _("%s: %s"), argv[1], reason);
      return KLASTER_CLI_CANNOT_OPEN;
    }
  if (g_file_query_exists (file, NULL))
    {
      klaster_cli_error (cli, _("%s: %s"), argv[1], _("There is already such a file; it was not touched."));
      return KLASTER_CLI_REJECTED;
    }
  if (sample)
    content = klaster_sample_make_content (cli->date, cli->language);
  klaster_project_new_async (file, region, content, KLASTER_OPEN_NO_AUTOPUBLISH, cli->author, cli->cancellable,
                             klaster_cli_finished_cb, &result);
  project = klaster_project_new_finish (klaster_cli_await (&result), &error);
  if (project == NULL)
    return klaster_cli_fail (cli, argv[1], error);
  if (sample && !store_blobs (cli, project, &error))
    return klaster_cli_close (cli, project, argv[1], klaster_cli_fail (cli, argv[1], error));

  return klaster_cli_close (cli, project, argv[1], KLASTER_CLI_DONE);
}
