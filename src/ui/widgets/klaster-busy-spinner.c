/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-busy-spinner.h"

/* What is answered sooner than this seems to be answered at once. */
#define PATIENCE 300 /* ms */

struct _KlasterBusySpinner
{
  AdwBin parent_instance;

  GtkSpinner *spinner;
  gboolean busy;
  guint patience;
};

G_DEFINE_FINAL_TYPE (KlasterBusySpinner, klaster_busy_spinner, ADW_TYPE_BIN)

static gboolean
takes_long_cb (gpointer data)
{
  KlasterBusySpinner *self = data;

  self->patience = 0;
  gtk_spinner_start (self->spinner);

  return G_SOURCE_REMOVE;
}

static void
klaster_busy_spinner_dispose (GObject *object)
{
  KlasterBusySpinner *self = KLASTER_BUSY_SPINNER (object);

  g_clear_handle_id (&self->patience, g_source_remove);

  G_OBJECT_CLASS (klaster_busy_spinner_parent_class)->dispose (object);
}

static void
klaster_busy_spinner_class_init (KlasterBusySpinnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = klaster_busy_spinner_dispose;
}

static void
klaster_busy_spinner_init (KlasterBusySpinner *self)
{
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->spinner));
}

/**
 * klaster_busy_spinner_new:
 *
 * Returns: (transfer floating): a spinner that does not turn
 */
GtkWidget *
klaster_busy_spinner_new (void)
{
  return g_object_new (KLASTER_TYPE_BUSY_SPINNER, NULL);
}

/**
 * klaster_busy_spinner_set_busy:
 * @self: a spinner
 * @busy: whether something is being worked on
 *
 * Begun anew while it is busy it keeps turning, or the patience it has left.
 */
void
klaster_busy_spinner_set_busy (KlasterBusySpinner *self,
                               gboolean            busy)
{
  g_return_if_fail (KLASTER_IS_BUSY_SPINNER (self));

  if (self->busy == busy)
    return;

  self->busy = busy;
  g_clear_handle_id (&self->patience, g_source_remove);
  if (busy)
    {
      self->patience = g_timeout_add (PATIENCE, takes_long_cb, self);
      g_source_set_name_by_id (self->patience, "[klaster] it takes long");
    }
  else
    gtk_spinner_stop (self->spinner);
}

/**
 * klaster_busy_spinner_get_busy:
 * @self: a spinner
 *
 * Returns: whether something is being worked on
 */
gboolean
klaster_busy_spinner_get_busy (KlasterBusySpinner *self)
{
  g_return_val_if_fail (KLASTER_IS_BUSY_SPINNER (self), FALSE);

  return self->busy;
}

/**
 * klaster_busy_spinner_is_seen:
 * @self: a spinner
 *
 * Returns: whether it turns already
 */
gboolean
klaster_busy_spinner_is_seen (KlasterBusySpinner *self)
{
  g_return_val_if_fail (KLASTER_IS_BUSY_SPINNER (self), FALSE);

  return gtk_spinner_get_spinning (self->spinner);
}
