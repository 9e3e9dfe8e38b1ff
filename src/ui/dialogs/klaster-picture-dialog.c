/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "klaster-banner.h"
#include "klaster-compat.h"
#include "klaster-file-writing.h"
#include "klaster-picture-dialog.h"
#include "klaster-render.h"
#include "klaster-worker.h"

#define PULSE_INTERVAL 120
/* About what title, legend and the names of the rows of a graph leave */
#define SIDE 440.0
#define HEAD 90.0

/**
 * KlasterPictureDialog:
 *
 * What a picture of the map or the graph is to be like. It is drawn on a worker by the code that draws printed sheets and those
 * of klaster-cli, with the members, links, colours, sizes and layout that the window shows, and written in one step.
 */
struct _KlasterPictureDialog
{
  AdwWindow parent_instance;

  KlasterProject *project;
  KlasterMapOptions options; /* owned: what the window shows */
  double width, height;      /* of the window's map, logical pixels */
  double west, south, east, north;

  GCancellable *cancellable; /* (nullable): of the picture that is being made */
  guint pulse;
  char *error;

  GtkStack *stack;
  KlasterBanner *banner;
  GtkProgressBar *progress_bar;
  GtkWidget *form;
  AdwComboRow *format_row;
  AdwComboRow *part_row;
  AdwComboRow *size_row;
  AdwComboRow *scale_row;
  AdwComboRow *colors_row;
  AdwComboRow *language_row;
  GtkSwitch *legend_switch;
};

G_DEFINE_FINAL_TYPE (KlasterPictureDialog, klaster_picture_dialog, ADW_TYPE_WINDOW)

enum
{
  WRITTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *ending;
  const char *name;
} formats[] = {
  [KLASTER_RENDER_PNG] = { ".png", "PNG" },
  [KLASTER_RENDER_SVG] = { ".svg", "SVG" },
  [KLASTER_RENDER_PDF] = { ".pdf", "PDF" },
};

/* Logical pixels, points in SVG and PDF; 0: as the window */
static const struct
{
  double width, height;
} sizes[] = { { 0, 0 }, { 1600, 1100 }, { 2400, 1650 } };

/* A picture on its way to a worker and into a file */
typedef struct
{
  KlasterPictureDialog *dialog;
  KlasterSnapshot *snapshot;
  KlasterRenderFormat format;
  KlasterRenderOptions options; /* owns what its options of the map point to */
  GCancellable *cancellable;
  GFile *file;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->dialog);
  klaster_snapshot_unref (job->snapshot);
  klaster_map_options_clear (&job->options.map);
  g_object_unref (job->cancellable);
  g_object_unref (job->file);
  g_free (job);
}

static gboolean
pulse_cb (gpointer user_data)
{
  gtk_progress_bar_pulse (KLASTER_PICTURE_DIALOG (user_data)->progress_bar);

  return G_SOURCE_CONTINUE;
}

static void
set_busy (KlasterPictureDialog *self,
          GCancellable         *cancellable)
{
  gboolean busy = cancellable != NULL;

  g_set_object (&self->cancellable, cancellable);
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (busy)
    self->pulse = g_timeout_add (PULSE_INTERVAL, pulse_cb, self);
  gtk_widget_set_sensitive (self->form, !busy);
  gtk_stack_set_visible_child_name (self->stack, busy ? "busy" : "ready");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "picture.export", !busy);
}

/* Ends @job; @error: (nullable): why there is no picture */
static void
finish (Job          *job,
        const GError *error)
{
  KlasterPictureDialog *self = job->dialog;

  /* Another one, or none, is wanted by now. */
  if (self->cancellable == job->cancellable)
    {
      set_busy (self, NULL);
      if (error == NULL)
        {
          g_signal_emit (self, signals[WRITTEN], 0, job->file);
          gtk_window_destroy (GTK_WINDOW (self));
        }
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_autofree char *name = g_file_get_basename (job->file);

          g_free (self->error);
          /* Translators: %s: the name of a file, then why */
          self->error = g_strdup_printf (_("“%s” was not written: %s"), name, error->message);
          klaster_banner_set_message (self->banner, self->error);
          klaster_banner_set_revealed (self->banner, TRUE);
        }
    }
  job_free (job);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  finish (user_data, error);
}

static void
write_on_worker (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = klaster_render_to_bytes (job->snapshot, job->format, &job->options, cancellable, &error);

  if (bytes != NULL && klaster_file_replace (job->file, bytes, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
fill_options (KlasterPictureDialog *self,
              KlasterRenderOptions *options)
{
  guint size = adw_combo_row_get_selected (self->size_row);
  gboolean whole = adw_combo_row_get_selected (self->part_row) == 0;

  *options = KLASTER_RENDER_OPTIONS_DEFAULT;
  klaster_map_options_copy (&options->map, &self->options);
  options->width = sizes[size].width > 0 ? sizes[size].width : MAX (self->width, 64);
  options->height = sizes[size].height > 0 ? sizes[size].height : MAX (self->height, 64);
  options->scale_factor = adw_combo_row_get_selected (self->scale_row) + 1;
  options->legend = gtk_switch_get_active (self->legend_switch);
  options->map.style.language = adw_combo_row_get_selected (self->language_row);
  options->map.style.text_scale = 1;
  if (adw_combo_row_get_selected (self->colors_row) == 0)
    {
      options->map.style.theme = KLASTER_THEME_PRINT;
      options->map.style.high_contrast = FALSE;
    }
  if (!whole)
    {
      options->has_bbox = TRUE;
      options->west = self->west;
      options->south = self->south;
      options->east = self->east;
      options->north = self->north;
    }
  else if (options->map.plan != NULL)
    {
      KlasterGraphPlan *plan = options->map.plan;

      options->map.plan = klaster_graph_plan_fit (plan, MAX (options->width - SIDE, options->width / 2),
                                                  MAX (options->height - HEAD, options->height / 2));
      klaster_graph_plan_unref (plan);
    }
}

/**
 * klaster_picture_dialog_write:
 * @self: a dialog
 * @file: where to write it; what is there is replaced
 */
void
klaster_picture_dialog_write (KlasterPictureDialog *self,
                              GFile                *file)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *name = NULL;
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (KLASTER_IS_PICTURE_DIALOG (self));
  g_return_if_fail (G_IS_FILE (file));

  if (self->cancellable != NULL || self->project == NULL)
    return;

  g_clear_pointer (&self->error, g_free);
  klaster_banner_set_revealed (self->banner, FALSE);
  name = g_file_get_basename (file);
  job = g_new0 (Job, 1);
  job->dialog = g_object_ref (self);
  job->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (self->project));
  job->cancellable = g_object_ref (cancellable);
  job->file = g_object_ref (file);
  job->format = adw_combo_row_get_selected (self->format_row);
  klaster_render_format_parse (name, &job->format);
  fill_options (self, &job->options);
  set_busy (self, cancellable);
  task = g_task_new (NULL, cancellable, written_cb, job);
  g_task_set_source_tag (task, klaster_picture_dialog_write);
  g_task_set_task_data (task, job, NULL);
  klaster_worker_run_task (task, write_on_worker);
}

/**
 * klaster_picture_dialog_cancel:
 * @self: a dialog
 *
 * The worker ends by itself; what it has drawn is thrown away.
 */
void
klaster_picture_dialog_cancel (KlasterPictureDialog *self)
{
  g_return_if_fail (KLASTER_IS_PICTURE_DIALOG (self));

  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  set_busy (self, NULL);
}

gboolean
klaster_picture_dialog_is_busy (KlasterPictureDialog *self)
{
  g_return_val_if_fail (KLASTER_IS_PICTURE_DIALOG (self), FALSE);

  return self->cancellable != NULL;
}

const char *
klaster_picture_dialog_get_error (KlasterPictureDialog *self)
{
  g_return_val_if_fail (KLASTER_IS_PICTURE_DIALOG (self), NULL);

  return self->error;
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GFile) file = klaster_compat_save_file_finish (result, NULL);

  if (file != NULL)
    klaster_picture_dialog_write (KLASTER_PICTURE_DIALOG (source), file);
}

static void
export_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  static const char *const patterns[] = { "*.png", "*.svg", "*.pdf", NULL };
  KlasterPictureDialog *self = KLASTER_PICTURE_DIALOG (widget);
  g_autoptr (GListModel) filters = klaster_compat_create_filters (_("Pictures (PNG, SVG, PDF)"), patterns);
  g_autofree char *base = g_strdup (klaster_project_get_display_name (self->project));
  g_autofree char *proposed = NULL;

  if (g_str_has_suffix (base, ".klaster"))
    base[strlen (base) - strlen (".klaster")] = '\0';
  /* Translators: a proposed file name: the project, then what is in it; the last %s: the ending */
  proposed = g_strdup_printf (_("%s – %s%s"), base, self->options.plan != NULL ? _("Graph") : _("Map"),
                              formats[adw_combo_row_get_selected (self->format_row)].ending);
  g_strdelimit (proposed, "/", '-');
  klaster_compat_save_file_async (GTK_WINDOW (self), _("Export Picture"), _("_Export"), proposed, NULL, filters, NULL,
                                  chosen_cb, NULL);
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  KlasterPictureDialog *self = KLASTER_PICTURE_DIALOG (widget);

  if (self->cancellable != NULL)
    klaster_picture_dialog_cancel (self);
  else
    gtk_window_destroy (GTK_WINDOW (self));
}

/* Only pixels can be finer or coarser. */
static void
format_changed_cb (KlasterPictureDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->scale_row),
                          adw_combo_row_get_selected (self->format_row) == KLASTER_RENDER_PNG);
}

static void
klaster_picture_dialog_dispose (GObject *object)
{
  KlasterPictureDialog *self = KLASTER_PICTURE_DIALOG (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_picture_dialog_parent_class)->dispose (object);
}

static void
klaster_picture_dialog_finalize (GObject *object)
{
  KlasterPictureDialog *self = KLASTER_PICTURE_DIALOG (object);

  klaster_map_options_clear (&self->options);
  g_free (self->error);

  G_OBJECT_CLASS (klaster_picture_dialog_parent_class)->finalize (object);
}

static void
klaster_picture_dialog_class_init (KlasterPictureDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (KLASTER_TYPE_BANNER);
  object_class->dispose = klaster_picture_dialog_dispose;
  object_class->finalize = klaster_picture_dialog_finalize;

  signals[WRITTEN] = g_signal_new ("written", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_FILE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/klaster_app/Klaster/ui/klaster-picture-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KlasterPictureDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, KlasterPictureDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, KlasterPictureDialog, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, KlasterPictureDialog, form);
  gtk_widget_class_bind_template_child (widget_class, KlasterPictureDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPictureDialog, part_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPictureDialog, size_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPictureDialog, scale_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPictureDialog, colors_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPictureDialog, language_row);
  gtk_widget_class_bind_template_child (widget_class, KlasterPictureDialog, legend_switch);
  gtk_widget_class_bind_template_callback (widget_class, format_changed_cb);
  gtk_widget_class_install_action (widget_class, "picture.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "picture.cancel", NULL, cancel_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "picture.cancel", NULL);
}

static void
append (AdwComboRow *row,
        const char  *text)
{
  gtk_string_list_append (GTK_STRING_LIST (adw_combo_row_get_model (row)), text);
}

static void
klaster_picture_dialog_init (KlasterPictureDialog *self)
{
  AdwComboRow **rows[] = { &self->format_row, &self->part_row, &self->size_row, &self->scale_row, &self->colors_row,
                           &self->language_row };

  gtk_widget_init_template (GTK_WIDGET (self));
  /* A worker may hold the closed window longer than its parent lives: see KlasterPrintWindow. */
  g_signal_connect (self, "unmap", G_CALLBACK (gtk_window_set_transient_for), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

      adw_combo_row_set_model (*rows[i], G_LIST_MODEL (list));
    }
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    append (self->format_row, formats[i].name);
  append (self->part_row, _("All members"));
  append (self->part_row, _("What the window shows"));
  /* Translators: how fine the pixels of a picture are */
  append (self->scale_row, _("Normal (1×)"));
  append (self->scale_row, _("Fine (2×)"));
  append (self->colors_row, _("For paper"));
  append (self->colors_row, _("As in the window"));
}

/**
 * klaster_picture_dialog_new:
 * @parent: window over which it is shown
 * @project: what is shown
 * @view: how it is shown; looked at now, not later
 *
 * Returns: (transfer floating): a dialog, to be presented
 */
KlasterPictureDialog *
klaster_picture_dialog_new (GtkWindow      *parent,
                            KlasterProject *project,
                            KlasterMapView *view)
{
  KlasterPictureDialog *self;
  KlasterTileView seen;
  KlasterPoint first, last;
  double world;

  g_return_val_if_fail (KLASTER_IS_PROJECT (project), NULL);
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (view), NULL);

  self = g_object_new (KLASTER_TYPE_PICTURE_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, "modal", TRUE,
                       NULL);
  self->project = g_object_ref (project);
  klaster_map_options_copy (&self->options, klaster_map_view_get_options (view));
  klaster_map_camera_get_view (klaster_map_view_get_camera (view), &seen);
  world = klaster_zoom_get_world_size (seen.zoom);
  first = (KlasterPoint) { seen.x0 / world, seen.y0 / world };
  last = (KlasterPoint) { (seen.x0 + seen.width) / world, (seen.y0 + seen.height) / world };
  klaster_world_to_lonlat (first, &self->west, &self->north);
  klaster_world_to_lonlat (last, &self->east, &self->south);
  self->width = gtk_widget_get_width (GTK_WIDGET (view));
  self->height = gtk_widget_get_height (GTK_WIDGET (view));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *text =
        sizes[i].width > 0 ? g_strdup_printf ("%.0f × %.0f", sizes[i].width, sizes[i].height)
                           /* Translators: the size of a picture; width and height in pixels */
                           : g_strdup_printf (_("As the window (%.0f × %.0f)"), self->width, self->height);

      append (self->size_row, text);
    }
  for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
    append (self->language_row, klaster_language_list_own_names ()[language]);
  adw_combo_row_set_selected (self->language_row, self->options.style.language);
  adw_combo_row_set_selected (self->size_row, 1);
  if (self->options.plan != NULL)
    gtk_window_set_title (GTK_WINDOW (self), _("Picture of the Graph"));

  return self;
}
