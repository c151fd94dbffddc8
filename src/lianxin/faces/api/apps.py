from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "lianxin.faces.api"
    label = "api_face"
    verbose_name = "开放接口"

    def ready(self) -> None:
        from lianxin.foundation.audit.sentences import describe

        describe("api.add_key", "开放接口：发放钥匙")
        describe("api.revoke_key", "开放接口：收回钥匙")
        describe("api.receive", "开放接口：收到留言")
