/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include <glib/gstdio.h>

#include "klaster-cli-runner.h"

static char *folder;

void
cli_run_clear (CliRun *self)
{
  g_free (self->output);
  g_free (self->errors);
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

char *
cli_path (const char *name)
{
  if (folder == NULL)
    {
      g_autoptr (GError) error = NULL;

      folder = g_dir_make_tmp ("klaster-cli-XXXXXX", &error);
      g_assert_no_error (error);
      atexit (remove_folder);
    }

  return g_build_filename (folder, name, NULL);
}

char *
cli_write (const char *name,
           const char *text)
{
  char *path = cli_path (name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

char *
cli_read (const char *path)
{
  char *text;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static CliRun
run_arguments (const char *input,
               GPtrArray  *arguments)
{
  CliRun run = { 0 };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_newv ((const char *const *) arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE
                                 | (input ? G_SUBPROCESS_FLAGS_STDIN_PIPE : 0), &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &run.output, &run.errors, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_if_exited (process))
    g_error ("%s died of signal %d: %s", (char *) arguments->pdata[1], g_subprocess_get_term_sig (process), run.errors);
  run.status = g_subprocess_get_exit_status (process);

  return run;
}

static GPtrArray *
collect (const char *first,
         va_list     args)
{
  GPtrArray *arguments = g_ptr_array_new ();

  g_ptr_array_add (arguments, (gpointer) g_getenv ("KLASTER_CLI"));
  for (const char *argument = first; argument; argument = va_arg (args, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  g_ptr_array_add (arguments, NULL);

  return arguments;
}

CliRun
cli_run (const char *input,
         const char *first,
         ...)
{
  g_autoptr (GPtrArray) arguments = NULL;
  va_list args;

  va_start (args, first);
  arguments = collect (first, args);
  va_end (args);

  return run_arguments (input, arguments);
}

void
cli_expect (int         status,
            const char *first,
            ...)
{
  g_autoptr (GPtrArray) arguments = NULL;
  g_auto (CliRun) run = { 0 };
  va_list args;

  va_start (args, first);
  arguments = collect (first, args);
  va_end (args);
  run = run_arguments (NULL, arguments);
  if (run.status != status)
    {
      g_autofree char *line = g_strjoinv (" ", (char **) arguments->pdata + 1);

      g_error ("“%s” ends with %d, not with %d: %s", line, run.status, status, run.errors);
    }
}

JsonNode *
cli_json (const CliRun *run)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (run->output, &error);

  if (node == NULL)
    g_error ("no JSON (%s): “%s”, %s", error ? error->message : "empty", run->output, run->errors);

  return node;
}

void
cli_assert_keys (JsonObject *object,
                 const char *first,
                 ...)
{
  guint n = 0;
  va_list args;

  va_start (args, first);
  for (const char *key = first; key; key = va_arg (args, const char *))
    {
      if (!json_object_has_member (object, key))
        g_error ("“%s” is missing", key);
      n++;
    }
  va_end (args);
  g_assert_cmpuint (json_object_get_size (object), ==, n);
}

char *
cli_checksum (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
}
