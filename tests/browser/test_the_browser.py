"""The fixtures every browser test rests on."""

from playwright.sync_api import Page

from tests.browser.axe import axe


def test_axe_finds_an_image_without_a_text_and_nothing_on_a_sound_page(page: Page) -> None:
    sound = "<html lang=en><title>A page</title><main><h1>A page</h1>{}</main></html>"
    page.set_content(sound.format(""))
    assert axe(page) == []
    page.set_content(sound.format("<img src='data:,'>"))
    assert [line.split(":")[0] for line in axe(page)] == ["image-alt"]
