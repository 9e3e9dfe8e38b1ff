/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-undo-toast.h"

/* Its button must never take back something else than what it speaks of. */
static void
history_changed_cb (AdwToast       *toast,
                    KlasterProject *project)
{
  const char *step = g_object_get_data (G_OBJECT (toast), "step");

  if (g_strcmp0 (step, klaster_project_get_undo_step (project)) == 0)
    return;

  g_signal_handlers_disconnect_by_func (project, history_changed_cb, toast);
  adw_toast_dismiss (toast);
}

/**
 * klaster_toast_new:
 * @text: plain text; names of records and files in it may hold any sign
 *
 * A toast reads its title as markup: “A & B” would show nothing at all.
 *
 * Returns: (transfer full): a toast that says @text
 */
AdwToast *
klaster_toast_new (const char *text)
{
  g_autofree char *markup = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  markup = g_markup_escape_text (text, -1);
  return adw_toast_new (markup);
}

/**
 * klaster_undo_toast_show:
 * @overlay: where
 * @project: a project
 * @step: uuid of what was just done
 * @text: what to say about it
 *
 * Says that something was done, and offers to undo it as long as it is the last thing that was done: the toast goes when
 * another edit follows.
 */
void
klaster_undo_toast_show (AdwToastOverlay *overlay,
                         KlasterProject  *project,
                         const char      *step,
                         const char      *text)
{
  AdwToast *toast;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  g_return_if_fail (KLASTER_IS_PROJECT (project));
  g_return_if_fail (step != NULL && text != NULL);

  toast = klaster_toast_new (text);
  if (g_strcmp0 (step, klaster_project_get_undo_step (project)) == 0)
    {
      adw_toast_set_button_label (toast, _("_Undo"));
      adw_toast_set_action_name (toast, "win.undo-step");
      adw_toast_set_action_target (toast, "s", step);
      g_object_set_data_full (G_OBJECT (toast), "step", g_strdup (step), g_free);
      g_signal_connect_object (project, "history-changed", G_CALLBACK (history_changed_cb), toast, G_CONNECT_SWAPPED);
    }
  adw_toast_overlay_add_toast (overlay, toast);
}
