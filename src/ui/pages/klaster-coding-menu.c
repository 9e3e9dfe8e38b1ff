/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-coding-menu.h"

static const char *const names[] = { "color-by", "size-by" };

static gboolean
read_state (GActionGroup     *actions,
            const char       *name,
            KlasterAttribute *attribute)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (actions, name);

  return state != NULL && klaster_attribute_find (g_variant_get_string (state, NULL), attribute);
}

static void
change_state_cb (GSimpleAction *action,
                 GVariant      *state,
                 gpointer       user_data)
{
  KlasterMapView *view = user_data;
  const KlasterMapOptions *options = klaster_map_view_get_options (view);
  gboolean colors = g_str_equal (g_action_get_name (G_ACTION (action)), names[0]);
  KlasterAttribute attribute;

  if (!klaster_attribute_find (g_variant_get_string (state, NULL), &attribute)
      || (!colors && attribute != KLASTER_ATTRIBUTE_NONE && !klaster_attribute_is_number (attribute)))
    return;
  g_simple_action_set_state (action, state);
  klaster_map_view_set_coding (view, colors ? attribute : options->color_by, colors ? options->size_by : attribute);
}

void
klaster_coding_menu_add_actions (GActionMap     *actions,
                                 KlasterMapView *view)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *none = klaster_attribute_get_token (KLASTER_ATTRIBUTE_NONE);
      g_autoptr (GSimpleAction) action =
        g_simple_action_new_stateful (names[i], G_VARIANT_TYPE_STRING, g_variant_new_string (none));

      g_signal_connect_object (action, "change-state", G_CALLBACK (change_state_cb), view, 0);
      g_action_map_add_action (actions, G_ACTION (action));
    }
}

void
klaster_coding_menu_insert (GMenu      *menu,
                            int         position,
                            const char *group)
{
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *action = g_strdup_printf ("%s.%s", group, names[i]);
      g_autoptr (GMenu) choices = g_menu_new ();

      for (guint attribute = 0; attribute < KLASTER_N_ATTRIBUTES; attribute++)
        {
          g_autoptr (GMenuItem) item = NULL;

          if (i == 1 && attribute != KLASTER_ATTRIBUTE_NONE && !klaster_attribute_is_number (attribute))
            continue;
          item = g_menu_item_new (i == 1 && attribute == KLASTER_ATTRIBUTE_NONE
                                    /* Translators: a choice beside “Staff” and others: the size of symbols tells nothing */
                                    ? _("One Size for All")
                                    : klaster_attribute_get_name (attribute, klaster_language_get_default ()), NULL);
          g_menu_item_set_action_and_target (item, action, "s", klaster_attribute_get_token (attribute));
          g_menu_append_item (choices, item);
        }
      /* Translators: a menu: what the colour of members tells */
      g_menu_append_submenu (section, i == 0 ? _("_Colour By")
                                             /* Translators: a menu: what the size of members tells */
                                             : _("_Size By"), G_MENU_MODEL (choices));
    }
  g_menu_insert_section (menu, position, NULL, G_MENU_MODEL (section));
}

void
klaster_coding_menu_load (GActionGroup *actions,
                          GKeyFile     *keys,
                          const char   *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *token = g_key_file_get_string (keys, group, names[i], NULL);
      KlasterAttribute attribute = KLASTER_ATTRIBUTE_NONE;

      klaster_attribute_find (token, &attribute);
      g_action_group_change_action_state (actions, names[i], g_variant_new_string (klaster_attribute_get_token (attribute)));
    }
}

void
klaster_coding_menu_save (GActionGroup *actions,
                          GKeyFile     *keys,
                          const char   *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      KlasterAttribute attribute;

      if (read_state (actions, names[i], &attribute))
        g_key_file_set_string (keys, group, names[i], klaster_attribute_get_token (attribute));
    }
}
