/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "klaster-cli.h"
#include "klaster-content.h"
#include "klaster-encoding.h"
#include "klaster-import.h"
#include "klaster-worker.h"

/* So often other processes may be faster before that is told. */
#define MAX_OVERTAKEN 100
/* The longest wait before the next run, in microseconds: two that meet again and again part by chance. */
#define MAX_PAUSE 40000

static gboolean progress_shown;
static int output_errno;

void
klaster_cli_end_progress (KlasterCli *self)
{
  if (!progress_shown)
    return;
  fputs ("\r\033[K", stderr);
  fflush (stderr);
  progress_shown = FALSE;
}

/* Only where somebody looks on. */
void
klaster_cli_progress (double   fraction,
                      gpointer cli)
{
  KlasterCli *self = cli;

  if (self->quiet || !isatty (STDERR_FILENO))
    return;
  fprintf (stderr, "\r\033[K%3.0f %%", fraction * 100);
  fflush (stderr);
  progress_shown = TRUE;
}

static void
print_message (KlasterCli *self,
               const char *format,
               va_list     args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);

  klaster_cli_end_progress (self);
  g_printerr ("klaster-cli: %s\n", text);
}

void
klaster_cli_message (KlasterCli *self,
                     const char *format,
                     ...)
{
  va_list args;

  if (self->quiet)
    return;
  va_start (args, format);
  print_message (self, format, args);
  va_end (args);
}

void
klaster_cli_error (KlasterCli *self,
                   const char *format,
                   ...)
{
  va_list args;

  va_start (args, format);
  print_message (self, format, args);
  va_end (args);
}

/* At once: what a full disk or a reader that went away says would be forgotten by the end. */
static void
put (const char *text)
{
  if (output_errno == 0 && (fputs (text, stdout) == EOF || fflush (stdout) != 0))
    output_errno = errno;
}

/* What g_print() does, and remembers whether it could. */
static void
print_cb (const char *text)
{
  const char *charset;
  g_autofree char *converted = NULL;

  if (!g_get_charset (&charset))
    converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  put (converted ? converted : text);
}

/* Takes @document. JSON is UTF-8 in every locale. */
void
klaster_cli_print_json (JsonNode *document)
{
  g_autofree char *text = json_to_string (document, TRUE);

  put (text);
  put ("\n");
  json_node_unref (document);
}

void
klaster_cli_begin_output (void)
{
  g_set_print_handler (print_cb);
}

int
klaster_cli_end_output (KlasterCli *self,
                        int         status)
{
  if (output_errno == 0)
    return status;
  klaster_cli_error (self, _("Standard output cannot be written: %s"), g_strerror (output_errno));
  if (status != KLASTER_CLI_DONE && status != KLASTER_CLI_LEFT_OVER)
    return status;

  /* Whoever reads that nothing could be opened would do it again. */
  return self->committed ? KLASTER_CLI_LEFT_OVER : KLASTER_CLI_CANNOT_OPEN;
}

void
klaster_cli_finished_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  GAsyncResult **target = user_data;

  *target = g_object_ref (result);
}

GAsyncResult *
klaster_cli_await (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static int
get_status (KlasterCli   *self,
            const GError *error)
{
  if (error->domain == KLASTER_EDIT_ERROR || error->domain == KLASTER_IMPORT_ERROR || error->domain == KLASTER_CONTENT_ERROR)
    return KLASTER_CLI_REJECTED;
  if (error->domain == KLASTER_PROJECT_ERROR)
    switch ((KlasterProjectError) error->code)
      {
      case KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO:
        return KLASTER_CLI_REJECTED;
      case KLASTER_PROJECT_ERROR_NOT_PUBLISHED:
      case KLASTER_PROJECT_ERROR_DIVERGED:
        return KLASTER_CLI_NOT_PUBLISHED;
      case KLASTER_PROJECT_ERROR_MISSING:
      case KLASTER_PROJECT_ERROR_PERMISSION:
      case KLASTER_PROJECT_ERROR_NOT_A_PROJECT:
      case KLASTER_PROJECT_ERROR_DAMAGED:
      case KLASTER_PROJECT_ERROR_HOSTILE:
      case KLASTER_PROJECT_ERROR_NEWER:
      case KLASTER_PROJECT_ERROR_FULL:
      case KLASTER_PROJECT_ERROR_READ_ONLY:
      case KLASTER_PROJECT_ERROR_FAILED:
      default:
        return KLASTER_CLI_CANNOT_OPEN;
      }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return KLASTER_CLI_REJECTED;

  return KLASTER_CLI_CANNOT_OPEN;
}

int
klaster_cli_fail (KlasterCli   *self,
                  const char   *subject,
                  const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      klaster_cli_error (self, _("Cancelled; nothing was changed."));
      return 128 + self->signal;
    }
  if (subject)
    /* Translators: %s: name of a file, then a sentence that says what is wrong with it. */
    klaster_cli_error (self, _("%s: %s"), subject, error->message);
  else
    klaster_cli_error (self, "%s", error->message);

  return get_status (self, error);
}

gboolean
klaster_cli_check_name (KlasterCli *self,
                        const char *path)
{
  if (*path != '\0' && strcmp (path, "-") != 0)
    return TRUE;
  klaster_cli_error (self, _("“%s” cannot be the name of a project: a project is always a file."), path);

  return FALSE;
}

KlasterProject *
klaster_cli_open (KlasterCli       *self,
                  const char       *path,
                  KlasterOpenFlags  flags,
                  int              *status)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KlasterProject *project;

  if (!klaster_cli_check_name (self, path))
    {
      *status = KLASTER_CLI_USAGE;
      return NULL;
    }
  klaster_project_open_async (file, flags | KLASTER_OPEN_NO_AUTOPUBLISH | KLASTER_OPEN_LEAVE_DIVERGED, self->author,
                              self->cancellable, klaster_cli_finished_cb, &result);
  project = klaster_project_open_finish (klaster_cli_await (&result), &error);
  if (project == NULL)
    {
      *status = klaster_cli_fail (self, path, error);
      return NULL;
    }
  if (klaster_project_get_warning (project))
    klaster_cli_message (self, "%s: %s", path, klaster_project_get_warning (project));
  /* What a crash left, or another program changed, is not ours to throw away. */
  self->clean = klaster_project_get_save_state (project) == KLASTER_SAVE_STATE_SAVED;

  return project;
}

/* Another process, or a window, published an edit of its own while we made ours. What was open held nothing but that. */
static gboolean
was_overtaken (KlasterCli     *self,
               KlasterProject *project)
{
  const GError *error = klaster_project_get_save_error (project);

  return self->clean && self->n_overtaken < MAX_OVERTAKEN &&
         (g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DIVERGED) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG));
}

static void
abandon (KlasterCli     *self,
         KlasterProject *project)
{
  g_autoptr (GAsyncResult) closed = NULL;

  klaster_project_abandon_async (project, klaster_cli_finished_cb, &closed);
  klaster_project_close_finish (project, klaster_cli_await (&closed), NULL);
  g_usleep ((gulong) g_random_int_range (0, MAX_PAUSE));
  self->n_overtaken++;
  self->again = TRUE;
}

int
klaster_cli_close (KlasterCli     *self,
                   KlasterProject *project,
                   const char     *path,
                   int             status)
{
  g_autoptr (GAsyncResult) published = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;
  gboolean postpone = FALSE;

  /* Not cancellable any more: what is done in the working copy is to reach the file. */
  if (klaster_project_get_save_state (project) != KLASTER_SAVE_STATE_SAVED
      && klaster_project_get_save_state (project) != KLASTER_SAVE_STATE_READ_ONLY)
    {
      klaster_project_publish_async (project, NULL, klaster_cli_finished_cb, &published);
      if (!klaster_project_publish_finish (project, klaster_cli_await (&published), &error))
        {
          if (was_overtaken (self, project))
            {
              abandon (self, project);
              return status;
            }
          klaster_cli_error (self, _("%s: The change is done and kept in the working copy, but the file could not be replaced. %s"),
                             path, error->message);
          g_clear_error (&error);
          status = KLASTER_CLI_NOT_PUBLISHED;
          postpone = TRUE;
        }
    }
  klaster_project_close_async (project, postpone, NULL, klaster_cli_finished_cb, &closed);
  if (!klaster_project_close_finish (project, klaster_cli_await (&closed), &error) && !postpone)
    {
      klaster_cli_error (self, _("%s: %s"), path, error->message);
      if (status == KLASTER_CLI_DONE)
        status = KLASTER_CLI_NOT_PUBLISHED;
    }

  return status;
}

static GBytes *
load_stream (GInputStream  *stream,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[64 * 1024];
  gssize n_read;

  while ((n_read = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, error)) > 0)
    {
      g_byte_array_append (bytes, buffer, (guint) n_read);
      if (bytes->len > KLASTER_IMPORT_SIZE_MAX)
        {
          g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_TOO_LARGE, _("The source is larger than %d MB."),
                       KLASTER_IMPORT_SIZE_MAX / 1024 / 1024);
          return NULL;
        }
    }

  return n_read < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* On a worker, so that signals are answered while a pipe is silent. */
static void
load_on_worker (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const char *path = task_data;
  g_autoptr (GInputStream) stream = NULL;
  GError *error = NULL;
  GBytes *bytes = NULL;

  if (strcmp (path, "-") == 0)
    stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  else
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);

      stream = G_INPUT_STREAM (g_file_read (file, cancellable, &error));
    }
  if (stream)
    bytes = load_stream (stream, cancellable, &error);
  if (bytes)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/* In place of what the system says about it. */
static void
explain (GError     *error,
         const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    return;
  g_free (error->message);
  error->message = error->code == G_IO_ERROR_NOT_FOUND ? g_strdup_printf (_("The file “%s” is not there."), name)
                                                        : g_strdup_printf (_("“%s” is not a file."), name);
}

GBytes *
klaster_cli_load (KlasterCli *self,
                  const char *path,
                  int        *status)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, klaster_cli_finished_cb, &result);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  if (strcmp (path, "-") == 0 && self->input)
    return g_bytes_ref (self->input);
  g_task_set_source_tag (task, klaster_cli_load);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, g_strdup (path), g_free);
  klaster_worker_run_task (task, load_on_worker);
  bytes = g_task_propagate_pointer (G_TASK (klaster_cli_await (&result)), &error);
  if (bytes == NULL)
    {
      explain (error, path);
      *status = klaster_cli_fail (self, strcmp (path, "-") == 0 ? NULL : path, error);
    }
  else if (strcmp (path, "-") == 0)
    self->input = g_bytes_ref (bytes);

  return bytes;
}

static gboolean
write_all (int           fd,
           const guint8 *data,
           gsize         size)
{
  while (size > 0)
    {
      gssize n_written = write (fd, data, size);

      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return FALSE;
      data += n_written;
      size -= (gsize) n_written;
    }

  return TRUE;
}

/* Whole or not at all: written beside the target, then given its name if nobody else has it by now. */
static gboolean
write_new_file (const char    *path,
                const guint8  *data,
                gsize          size,
                GError       **error)
{
  g_autofree char *temporary = g_strdup_printf ("%s.XXXXXX", path);
  int fd;
  int saved_errno;

  if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS, _("There is already such a file; it was not touched."));
      return FALSE;
    }
  fd = g_mkstemp_full (temporary, O_RDWR, 0666);
  if (fd < 0)
    {
      g_autofree char *folder = g_path_get_dirname (path);

      saved_errno = errno;
      if (saved_errno == ENOENT)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("The folder “%s” is not there."), folder);
      else
        g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), g_strerror (saved_errno));
      return FALSE;
    }

  if (!write_all (fd, data, size) || fsync (fd) != 0 || close (fd) != 0
      || (renameat2 (AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) != 0
          && (errno != EINVAL || link (temporary, path) != 0 || unlink (temporary) != 0)))
    {
      saved_errno = errno;
      unlink (temporary);
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), g_strerror (saved_errno));
      return FALSE;
    }

  return TRUE;
}

int
klaster_cli_store (KlasterCli *self,
                   const char *path,
                   GBytes     *bytes)
{
  g_autoptr (GError) error = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (strcmp (path, "-") == 0)
    {
      fflush (stdout);
      if (write_all (STDOUT_FILENO, data, size))
        return KLASTER_CLI_DONE;
      klaster_cli_error (self, _("Standard output cannot be written: %s"), g_strerror (errno));
      return KLASTER_CLI_CANNOT_OPEN;
    }
  if (!write_new_file (path, data, size, &error))
    return klaster_cli_fail (self, path, error);

  return KLASTER_CLI_DONE;
}
